// Judges autoescalado-de-nodos: the group's bounds as the autoscaler tells them, the nodes that came, and the pod that waits.
import { autoscalerGroup } from '../../graders/checks/autoscaler-group.ts'
import { nodesReady } from '../../graders/checks/nodes-ready.ts'
import { podsWaitingForMachine } from '../../graders/checks/pods-waiting-for-machine.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'grupo-de-5-a-15',
    title: 'El autoescalador lleva el grupo `trabajo`, de 5 a 15',
    task: 1,
    observe: autoscalerGroup({ group: 'trabajo', min: 5, max: 15 }),
  },
  {
    id: 'quince-nodos',
    title: 'El grupo ha llegado a 15 nodos',
    task: 2,
    needs: ['grupo-de-5-a-15'],
    // Una vuelta del autoescalador, el arranque de las máquinas y su registro.
    withinMs: 240_000,
    observe: nodesReady({ label: 'timonel.dev/grupo', value: 'trabajo', nodes: 15 }),
  },
  {
    id: 'el-decimosexto-espera',
    title: 'Quince réplicas tienen nodo y la 16.ª espera: el grupo está en su techo',
    task: 3,
    needs: ['quince-nodos'],
    withinMs: 60_000,
    observe: podsWaitingForMachine({
      deployment: 'web',
      placed: 15,
      waiting: 1,
      says: 'max node group size reached',
    }),
  },
])
