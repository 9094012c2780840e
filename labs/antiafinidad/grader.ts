// Judges antiafinidad: where the scheduler put each pod, and why one has no node.
import { podPendingReason } from '../../graders/checks/pod-pending-reason.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { podsSpread } from '../../graders/checks/pods-spread.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'wordpress-repartido',
    title: 'Las tres réplicas de `wordpress` están en tres nodos distintos',
    task: 1,
    withinMs: 40_000,
    observe: podsSpread({ deployment: 'wordpress', placed: 3, nodes: 3 }),
  },
  {
    id: 'wordpress-listo',
    title: 'Las tres réplicas de `wordpress` están listas',
    task: 1,
    withinMs: 40_000,
    needs: ['wordpress-repartido'],
    observe: podsReady({ deployment: 'wordpress', pods: 3 }),
  },
  {
    id: 'obligatorio-una-sin-nodo',
    title: 'La cuarta réplica de `wordpress-obligatorio` no tiene nodo, por su antiafinidad',
    task: 2,
    observe: podPendingReason({
      deployment: 'wordpress-obligatorio',
      pods: 1,
      says: "node(s) didn't match pod anti-affinity rules",
    }),
  },
  {
    id: 'obligatorio-repartido',
    title: 'Las otras tres están en tres nodos distintos',
    task: 2,
    needs: ['obligatorio-una-sin-nodo'],
    observe: podsSpread({ deployment: 'wordpress-obligatorio', placed: 3, nodes: 3 }),
  },
  {
    id: 'tienda-repartida',
    title: 'Las tres réplicas de `tienda` están en tres nodos distintos',
    task: 3,
    withinMs: 40_000,
    observe: podsSpread({ deployment: 'tienda', placed: 3, nodes: 3 }),
  },
])
