// Judges provision-dinamica: which volume each claim got and who made it, and where its pods may be.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { podPendingReason } from '../../graders/checks/pod-pending-reason.ts'
import { podRuns } from '../../graders/checks/pod-runs.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { pvcBound } from '../../graders/checks/pvc-bound.ts'
import { pvcProvisioned } from '../../graders/checks/pvc-provisioned.ts'
import { defineGrader } from '../../graders/grader.ts'
import { inOrder } from '../../graders/in-order.ts'

const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'pvc-datos' }
const localPath = 'rancher.io/local-path'
/** The binder looks at waiting claims every 15 s; then a volume is made and a pod starts. */
const provisioningMs = 45_000

export default defineGrader([
  {
    id: 'datos-con-clase-por-defecto',
    title: '`pvc-datos` pide 1Gi y ha recibido la clase por defecto',
    task: 1,
    observe: async (cluster) =>
      (
        await Promise.all([
          fieldIs({ ...claim, field: 'spec.storageClassName', value: 'local-path' })(cluster),
          fieldIs({ ...claim, field: 'spec.resources.requests.storage', quantity: '1Gi' })(cluster),
        ])
      ).flat(),
  },
  {
    id: 'escritor-en-marcha',
    title: 'El pod `escritor` está en marcha con su volumen',
    task: 2,
    withinMs: provisioningMs,
    needs: ['datos-con-clase-por-defecto'],
    observe: podRuns({ name: 'escritor' }),
  },
  {
    id: 'datos-provisionado',
    title: 'El volumen de `pvc-datos` lo ha creado el provisionador, del tamaño que pedía',
    task: 2,
    needs: ['escritor-en-marcha'],
    observe: async (cluster) => [
      await pvcProvisioned({ name: 'pvc-datos', provisioner: localPath })(cluster),
      ...(await fieldIs({ ...claim, field: 'status.capacity.storage', quantity: '1Gi' })(cluster)),
    ],
  },
  {
    id: 'informes-casa',
    title: '`pvc-informes` tiene volumen, y lo ha creado el provisionador',
    task: 3,
    withinMs: provisioningMs,
    observe: inOrder(
      pvcBound({ name: 'pvc-informes' }),
      pvcProvisioned({ name: 'pvc-informes', provisioner: localPath }),
    ),
  },
  {
    id: 'informes-en-marcha',
    title: '`informes` ha arrancado',
    task: 3,
    withinMs: provisioningMs,
    needs: ['informes-casa'],
    observe: podsReady({ deployment: 'informes', pods: 1 }),
  },
  {
    id: 'historico-casa',
    title: '`pvc-historico` tiene un volumen de la clase `lento`',
    task: 4,
    withinMs: 30_000,
    observe: pvcBound({ name: 'pvc-historico' }),
  },
  {
    id: 'lector-en-marcha',
    title: 'El pod `lector` está en marcha junto a `escritor`',
    task: 5,
    withinMs: provisioningMs,
    needs: ['datos-provisionado'],
    observe: podRuns({ name: 'lector' }),
  },
  {
    id: 'viajero-sin-nodo',
    title: 'El pod `viajero` no puede estar en `nodo2`: el volumen es de otro nodo',
    task: 5,
    needs: ['datos-provisionado'],
    observe: podPendingReason({
      pod: 'viajero',
      pods: 1,
      says: "node(s) didn't match PersistentVolume's node affinity",
    }),
  },
])
