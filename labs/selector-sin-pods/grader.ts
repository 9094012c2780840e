// Judges selector-sin-pods: whom each service balances to, and whether they answer.
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'wordpress-reparte',
    title: '`wordpress-service` reparte entre los dos WordPress',
    task: 1,
    observe: serviceEndpoints({ service: 'wordpress-service', ready: 2 }),
  },
  {
    id: 'tienda-reparte',
    title: '`tienda-service` tiene detrás al pod de la tienda',
    task: 2,
    observe: serviceEndpoints({ service: 'tienda-service', ready: 1 }),
  },
  {
    id: 'tienda-contesta',
    title: '`tienda-service` contesta',
    task: 2,
    needs: ['tienda-reparte'],
    observe: serviceAnswers({ service: 'tienda-service', port: 80, path: '/', contains: 'La tienda está abierta' }),
  },
  {
    id: 'almacen-contesta',
    title: '`almacen-service` contesta, en el namespace `almacen`',
    task: 3,
    observe: serviceAnswers({
      service: 'almacen-service',
      namespace: 'almacen',
      port: 80,
      path: '/',
      contains: 'Quedan 3 cajas',
    }),
  },
  {
    id: 'copias-contesta',
    title: '`copias-service` contesta',
    task: 4,
    observe: serviceAnswers({ service: 'copias-service', port: 80, path: '/', contains: 'La última copia' }),
  },
])
