// Judges instalar-provisionador: who made the volume of each claim, and who can use it.
import { helmRelease } from '../../graders/checks/helm-release.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { pvcBound } from '../../graders/checks/pvc-bound.ts'
import { pvcProvisioned } from '../../graders/checks/pvc-provisioned.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'
import { inOrder } from '../../graders/in-order.ts'

/** The binder looks at waiting claims every 15 s; then a volume is made and pods start. */
const provisioningMs = 60_000

const provisioned = (name: string, provisioner: string): Observe =>
  inOrder(pvcBound({ name }), pvcProvisioned({ name, provisioner }))

export default defineGrader([
  {
    id: 'emc2-instalado',
    title: 'La release `emc2` está instalada, del chart `provisionador`',
    task: 1,
    observe: helmRelease({ release: 'emc2', chart: 'provisionador' }),
  },
  {
    id: 'datos-casa',
    title: '`pvc-datos` tiene un volumen de EMC2',
    task: 1,
    withinMs: provisioningMs,
    observe: provisioned('pvc-datos', 'csi.emc2.example.com'),
  },
  {
    id: 'mariadb-en-marcha',
    title: '`mariadb` ha arrancado con él',
    task: 1,
    needs: ['datos-casa'],
    withinMs: provisioningMs,
    observe: podsReady({ deployment: 'mariadb', pods: 1 }),
  },
  {
    id: 'fotos-casa',
    title: '`pvc-fotos` tiene un volumen del NAS',
    task: 2,
    withinMs: provisioningMs,
    observe: provisioned('pvc-fotos', 'nfs.nas.example.com'),
  },
  {
    id: 'galeria-lee',
    title: '`galeria`, en `nodo2`, lee lo que `fotografo` escribe en `nodo1`',
    task: 2,
    needs: ['fotos-casa'],
    withinMs: provisioningMs,
    observe: async (cluster) => [
      await podsReady({ deployment: 'fotografo', pods: 1 })(cluster),
      await podsReady({ deployment: 'galeria', pods: 1 })(cluster),
    ],
  },
  {
    id: 'informes-casa',
    title: '`pvc-informes` tiene un volumen del NAS, sin que ningún pod la use',
    task: 3,
    withinMs: provisioningMs,
    observe: provisioned('pvc-informes', 'nfs.nas.example.com'),
  },
])
