// Judges activo-pasivo: the patience of running pods, who left the broken node and who stayed, and where the client gets its answers from.
import { nodeRepels } from '../../graders/checks/node-repels.ts'
import { podPatience } from '../../graders/checks/pod-patience.ts'
import { podsOnNodes } from '../../graders/checks/pods-on-nodes.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { defineGrader } from '../../graders/grader.ts'

const unanswered = { key: 'node.kubernetes.io/unreachable' }
const notReady = { key: 'node.kubernetes.io/not-ready' }
const broken = { key: 'averia', value: 'si' }

export default defineGrader([
  {
    id: 'paciencia-si-no-contesta',
    title: '`tienda` aguanta 20 s en un nodo que no contesta',
    task: 1,
    observe: podPatience({ deployment: 'tienda', taint: unanswered, seconds: 20 }),
  },
  {
    id: 'paciencia-si-no-esta-listo',
    title: '`tienda` aguanta 20 s en un nodo que no está listo',
    task: 1,
    observe: podPatience({ deployment: 'tienda', taint: notReady, seconds: 20 }),
  },
  {
    id: 'archivo-no-se-va',
    title: '`archivo` soporta la avería sin límite de tiempo',
    task: 2,
    observe: podPatience({ deployment: 'archivo', taint: broken, seconds: Infinity }),
  },
  {
    id: 'nodo2-averiado',
    title: '`nodo2` repele a quien no tolera la avería',
    task: 3,
    observe: nodeRepels({ node: 'nodo2', key: 'averia' }),
  },
  {
    id: 'contesta-desde-nodo1',
    title: 'A `cliente` le contesta `tienda` desde `nodo1`',
    task: 3,
    needs: ['nodo2-averiado'],
    withinMs: 30_000,
    observe: serviceAnswers({ service: 'cliente', port: 80, path: '/ahora.txt', contains: 'nodo1' }),
  },
  {
    id: 'tienda-en-nodo1',
    title: '`tienda` está lista en `nodo1`',
    task: 3,
    needs: ['contesta-desde-nodo1'],
    observe: async (cluster) => [
      await podsOnNodes({ deployment: 'tienda', pods: 1, nodes: ['nodo1'] })(cluster),
      await podsReady({ deployment: 'tienda', pods: 1 })(cluster),
    ],
  },
  {
    id: 'archivo-sigue',
    title: '`archivo` sigue en `nodo2`',
    task: 3,
    needs: ['nodo2-averiado'],
    observe: podsOnNodes({ deployment: 'archivo', pods: 1, nodes: ['nodo2'] }),
  },
])
