// Judges cero-pods: whose pods there are, how many, and where.
import { podOnEveryNode } from '../../graders/checks/pod-on-every-node.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'wordpress-cuatro',
    title: 'El Deployment `wordpress` tiene cuatro pods listos',
    task: 1,
    withinMs: 40_000,
    observe: podsReady({ deployment: 'wordpress', pods: 4 }),
  },
  {
    id: 'wordpress-balanceado',
    title: '`wordpress-service` reparte entre los cuatro',
    task: 1,
    needs: ['wordpress-cuatro'],
    observe: serviceEndpoints({ service: 'wordpress-service', ready: 4 }),
  },
  {
    id: 'informes-dos',
    title: 'El Deployment `informes` tiene dos pods listos',
    task: 2,
    observe: podsReady({ deployment: 'informes', pods: 2 }),
  },
  {
    id: 'agente-en-cada-nodo',
    title: 'Hay un `agente-monitorizacion` listo en cada nodo, también en el maestro',
    task: 3,
    withinMs: 40_000,
    observe: podOnEveryNode({ daemonSet: 'agente-monitorizacion' }),
  },
])
