// Judges ingress-wordpress: what each name answers when it is asked.
import { ingressAnswers } from '../../graders/checks/ingress-answers.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

const app1 = 'app1.mi-cluster.com'

export default defineGrader([
  {
    id: 'service-reparte-entre-dos',
    title: '`wordpress-service` reparte entre los dos pods de WordPress',
    task: 1,
    observe: serviceEndpoints({ service: 'wordpress-service', ready: 2 }),
  },
  {
    id: 'service-contesta',
    title: '`wordpress-service` contesta por el puerto 80',
    task: 1,
    needs: ['service-reparte-entre-dos'],
    observe: serviceAnswers({ service: 'wordpress-service', port: 80, path: '/', contains: 'WordPress' }),
  },
  {
    id: 'app1-contesta',
    title: '`app1.mi-cluster.com` lleva a WordPress',
    task: 2,
    needs: ['service-contesta'],
    observe: ingressAnswers({ host: app1, path: '/', status: 200, contains: 'WordPress' }),
  },
  {
    id: 'otro-nombre-404',
    title: 'Otro nombre no lleva a ningún sitio: 404',
    task: 3,
    needs: ['app1-contesta'],
    observe: ingressAnswers({ host: 'otra.mi-cluster.com', path: '/', status: 404 }),
  },
  {
    id: 'informes-contestan',
    title: '`app1.mi-cluster.com/informes/hoy.html` lleva a los informes',
    task: 4,
    observe: ingressAnswers({ host: app1, path: '/informes/hoy.html', status: 200, contains: 'Informes' }),
  },
  {
    id: 'app1-sigue-en-wordpress',
    title: 'El resto de `app1.mi-cluster.com` sigue en WordPress',
    task: 4,
    needs: ['informes-contestan', 'app1-contesta'],
    observe: ingressAnswers({ host: app1, path: '/', status: 200, contains: 'WordPress' }),
  },
  {
    id: 'tienda-contesta',
    title: '`app2.mi-cluster.com` lleva a la tienda',
    task: 5,
    observe: ingressAnswers({
      host: 'app2.mi-cluster.com',
      path: '/',
      status: 200,
      contains: 'La tienda está abierta',
    }),
  },
])
