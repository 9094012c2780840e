// Judges taints: who got into the node with the GPU, and who did not get into the one that is closed.
import { nodeRepels } from '../../graders/checks/node-repels.ts'
import { podsOnNodes } from '../../graders/checks/pods-on-nodes.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { defineGrader } from '../../graders/grader.ts'

const gpu = 'nodo-con-gpu-01'

export default defineGrader([
  {
    id: 'entrenamiento-en-la-gpu',
    title: '`entrenamiento` está en el nodo con GPU',
    task: 1,
    observe: podsOnNodes({ deployment: 'entrenamiento', pods: 1, nodes: [gpu] }),
  },
  {
    id: 'gpu-sigue-cerrada',
    title: 'El nodo con GPU sigue cerrado para los demás',
    task: 1,
    needs: ['entrenamiento-en-la-gpu'],
    observe: nodeRepels({ node: gpu, key: 'gpu' }),
  },
  {
    id: 'inferencia-en-la-gpu',
    title: '`inferencia` está en el nodo con GPU',
    task: 2,
    observe: podsOnNodes({ deployment: 'inferencia', pods: 1, nodes: [gpu] }),
  },
  {
    id: 'nodo2-cerrado',
    title: '`nodo2` repele a los pods nuevos',
    task: 3,
    observe: nodeRepels({ node: 'nodo2', key: 'mantenimiento' }),
  },
  {
    id: 'web-en-el-otro',
    title: 'Las tres réplicas de `web` están en `nodo1`, aunque prefieran `nodo2`',
    task: 3,
    needs: ['nodo2-cerrado'],
    observe: podsOnNodes({ deployment: 'web', pods: 3, nodes: ['nodo1'] }),
  },
  {
    id: 'web-lista',
    title: 'Las tres réplicas de `web` están listas',
    task: 3,
    needs: ['web-en-el-otro'],
    observe: podsReady({ deployment: 'web', pods: 3 }),
  },
])
