// Judges seleccion-de-nodo: which node the scheduler could give to each pod.
import { nodePreference } from '../../graders/checks/node-preference.ts'
import { podsOnNodes } from '../../graders/checks/pods-on-nodes.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'modelo-en-la-gpu',
    title: '`modelo-ia` está en el nodo con GPU',
    task: 1,
    observe: podsOnNodes({ deployment: 'modelo-ia', pods: 1, nodes: ['nodo-con-gpu-01'] }),
  },
  {
    id: 'modelo-listo',
    title: '`modelo-ia` está en marcha',
    task: 1,
    needs: ['modelo-en-la-gpu'],
    observe: podsReady({ deployment: 'modelo-ia', pods: 1 }),
  },
  {
    id: 'calculo-en-los-rapidos',
    title: 'Las cuatro réplicas de `calculo` están en nodos de más de 3000 MHz',
    task: 2,
    observe: podsOnNodes({ deployment: 'calculo', pods: 4, nodes: ['nodo2', 'nodo-con-gpu-01'] }),
  },
  {
    id: 'gpu-c-en-su-nodo',
    title: '`gpu-c` está en el nodo que tiene GPU y más de 3000 MHz',
    task: 3,
    observe: podsOnNodes({ deployment: 'gpu-c', pods: 1, nodes: ['nodo-con-gpu-01'] }),
  },
  {
    id: 'gpu-c-prefiere',
    title: '`gpu-c` conserva su preferencia',
    task: 3,
    needs: ['gpu-c-en-su-nodo'],
    observe: nodePreference({ deployment: 'gpu-c' }),
  },
  {
    id: 'informes-en-marcha',
    title: '`informes` está en marcha, aunque no haya ningún nodo de 9000 MHz',
    task: 4,
    observe: podsReady({ deployment: 'informes', pods: 2 }),
  },
  {
    id: 'informes-prefiere',
    title: '`informes` sigue prefiriendo unos nodos a otros',
    task: 4,
    needs: ['informes-en-marcha'],
    observe: nodePreference({ deployment: 'informes' }),
  },
])
