// Judges pv-y-pvc: who got bound to whom, whatever the manifests look like.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { pvPhase } from '../../graders/checks/pv-phase.ts'
import { pvcBound } from '../../graders/checks/pvc-bound.ts'
import { defineGrader } from '../../graders/grader.ts'

const volumen1 = { apiVersion: 'v1', kind: 'PersistentVolume', name: 'volumen1' }
/** The binder looks at waiting claims every 15 s. */
const binderMs = 30_000

export default defineGrader([
  {
    id: 'volumen1-disponible',
    title: '`volumen1` está dado de alta, disponible o ya con pareja',
    task: 1,
    observe: pvPhase({ name: 'volumen1', phases: ['Available', 'Bound'] }),
  },
  {
    id: 'volumen1-como-en-los-apuntes',
    title: '`volumen1` es el de los apuntes: 20Gi, `rapidito-redundante`, para un solo nodo, en el servidor NFS',
    task: 1,
    needs: ['volumen1-disponible'],
    observe: async (cluster) =>
      (
        await Promise.all(
          [
            fieldIs({ ...volumen1, field: 'spec.capacity.storage', quantity: '20Gi' }),
            fieldIs({ ...volumen1, field: 'spec.storageClassName', value: 'rapidito-redundante' }),
            fieldIs({ ...volumen1, field: 'spec.accessModes', value: ['ReadWriteOnce'] }),
            fieldIs({ ...volumen1, field: 'spec.nfs.server', value: 'mi-nfs-server.mi-dominio.local' }),
            fieldIs({ ...volumen1, field: 'spec.nfs.path', value: '/ruta/del/volumen' }),
          ].map((look) => look(cluster)),
        )
      ).flat(),
  },
  {
    id: 'mariadb-casa',
    title: '`pvc-datos-mariadb` está `Bound` a `volumen1`',
    task: 2,
    withinMs: binderMs,
    needs: ['volumen1-como-en-los-apuntes'],
    observe: pvcBound({ name: 'pvc-datos-mariadb', volume: 'volumen1' }),
  },
  {
    id: 'mariadb-pide-10-y-tiene-20',
    title: '`pvc-datos-mariadb` pidió 10Gi y le han dado 20Gi',
    task: 2,
    needs: ['mariadb-casa'],
    observe: async (cluster) => [
      ...(await fieldIs({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: 'pvc-datos-mariadb',
        field: 'spec.resources.requests.storage',
        quantity: '10Gi',
      })(cluster)),
      ...(await fieldIs({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: 'pvc-datos-mariadb',
        field: 'status.capacity.storage',
        quantity: '20Gi',
      })(cluster)),
    ],
  },
  {
    id: 'informes-casa',
    title: '`pvc-informes` ha encontrado un volumen',
    task: 3,
    withinMs: binderMs,
    observe: pvcBound({ name: 'pvc-informes' }),
  },
  {
    id: 'copias-en-lento-20',
    title: 'A `pvc-copias` le ha tocado `lento-20`',
    task: 4,
    withinMs: binderMs,
    observe: pvcBound({ name: 'pvc-copias', volume: 'lento-20' }),
  },
  {
    id: 'archivo-en-volumen-viejo',
    title: '`pvc-archivo` está `Bound` a `volumen-viejo`',
    task: 5,
    withinMs: binderMs,
    observe: pvcBound({ name: 'pvc-archivo', volume: 'volumen-viejo' }),
  },
])
