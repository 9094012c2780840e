// Judges clientes-de-nodo: who is in every node, and which pods could mount.
import { podOnEveryNode } from '../../graders/checks/pod-on-every-node.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { pvcBound } from '../../graders/checks/pvc-bound.ts'
import { defineGrader } from '../../graders/grader.ts'

/** The kubelet tries again after 0.5, 1, 2… 16 s: by then it has found the client. Who comes later reads the hint. */
const mountMs = 45_000

export default defineGrader([
  {
    id: 'cliente-en-todos',
    title: 'Hay un pod de `cliente-nfs` listo en cada nodo',
    task: 1,
    withinMs: 30_000,
    observe: podOnEveryNode({ daemonSet: 'cliente-nfs' }),
  },
  {
    id: 'mariadb-monta',
    title: '`mariadb` ha arrancado con su volumen NFS',
    task: 2,
    withinMs: mountMs,
    observe: podsReady({ deployment: 'mariadb', pods: 1 }),
  },
  {
    id: 'copias-monta',
    title: '`copias` ha arrancado en `nodo2` con el suyo',
    task: 2,
    withinMs: mountMs,
    observe: podsReady({ deployment: 'copias', pods: 1 }),
  },
  {
    id: 'indices-con-volumen',
    title: '`pvc-indices-nfs` tiene el volumen libre, `volumen-indices`',
    task: 3,
    withinMs: 30_000,
    observe: pvcBound({ name: 'pvc-indices-nfs', volume: 'volumen-indices' }),
  },
  {
    id: 'indices-monta',
    title: '`indices` ha arrancado',
    task: 3,
    withinMs: mountMs,
    observe: podsReady({ deployment: 'indices', pods: 1 }),
  },
])
