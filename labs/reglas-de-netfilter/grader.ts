// Judges reglas-de-netfilter: what reaches a pod through each Service, from a node that has none of them.
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

interface Pod {
  metadata?: { deletionTimestamp?: string }
  status?: { phase?: string }
}

export default defineGrader([
  {
    id: 'dos-flechas',
    title: '`wordpress-service` tiene una flecha a cada WordPress',
    task: 1,
    observe: serviceEndpoints({ service: 'wordpress-service', ready: 2 }),
  },
  {
    id: 'nodo2-contesta',
    title: 'El 30080 de `nodo2`, donde no hay ningún WordPress, contesta',
    task: 1,
    needs: ['dos-flechas'],
    observe: serviceAnswers({ service: 'cliente', port: 80, path: '/30080.txt', contains: 'WordPress' }),
  },
  {
    id: 'tres-de-la-actual',
    title: 'De la tienda actual hay tres pods listos',
    task: 2,
    observe: podsReady({ deployment: 'tienda', pods: 3 }),
  },
  {
    id: 'uno-de-la-nueva',
    title: 'De la nueva, uno',
    task: 2,
    observe: podsReady({ deployment: 'tienda-nueva', pods: 1 }),
  },
  {
    id: 'cuatro-flechas',
    title: '`tienda-service` reparte entre cuatro',
    task: 2,
    observe: serviceEndpoints({ service: 'tienda-service', ready: 4 }),
  },
  {
    id: 'viejo-en-marcha',
    title: 'El pod de `informes-viejo` sigue ahí',
    task: 3,
    // A pod that was just scaled away still runs while it ends.
    holdsForMs: 3000,
    observe: async (cluster) => {
      const pods = await cluster.list<Pod>('v1', 'Pod', 'default', 'version=vieja')
      const running = pods.filter(
        ({ metadata, status }) => status?.phase === 'Running' && !metadata?.deletionTimestamp,
      ).length
      return {
        object: 'apps/v1/Deployment/default/informes-viejo',
        field: 'pods con version=vieja',
        expected: 'uno, Running',
        observed: running === 0 ? 'ninguno en marcha' : `${running} en marcha`,
        holds: running === 1,
      }
    },
  },
  {
    id: 'viejo-sin-flecha',
    title: 'Y a él no lleva ninguna flecha de `informes-service`',
    task: 3,
    // A pod that has just begun to run is not behind its Service yet.
    needs: ['viejo-en-marcha'],
    holdsForMs: 3000,
    observe: serviceEndpoints({ service: 'informes-service', ready: 1, without: { version: 'vieja' } }),
  },
  {
    id: 'dos-carritos',
    title: '`carrito-service` sigue teniendo dos pods',
    task: 4,
    observe: serviceEndpoints({ service: 'carrito-service', ready: 2 }),
  },
  {
    id: 'siempre-el-mismo',
    title: 'Al `cliente` le contesta siempre el mismo',
    task: 4,
    needs: ['dos-carritos'],
    withinMs: 30_000,
    // His last 24 requests may be older than the second pod.
    holdsForMs: 8000,
    observe: serviceAnswers({
      service: 'cliente',
      port: 80,
      path: '/carrito.txt',
      contains: 'de los últimos 24, pods distintos 1',
    }),
  },
])
