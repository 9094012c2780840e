// Judges puerto-equivocado: who answers on each port of each service.
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'mariadb-contesta',
    title: '`mariadb-service` contesta por el puerto 3307',
    task: 1,
    observe: serviceAnswers({ service: 'mariadb-service', port: 3307, path: '/', contains: 'los datos de MariaDB' }),
  },
  {
    id: 'wordpress-contesta',
    title: '`wordpress-service` contesta por el puerto 80',
    task: 2,
    observe: serviceAnswers({ service: 'wordpress-service', port: 80, path: '/', contains: 'WordPress en' }),
  },
  {
    id: 'tienda-por-el-80',
    title: 'Por el 80 de `tienda-service` se entra a la tienda',
    task: 3,
    observe: serviceAnswers({ service: 'tienda-service', port: 80, path: '/', contains: 'La tienda está abierta' }),
  },
  {
    id: 'administracion-por-el-9090',
    title: 'Por el 9090, a su administración',
    task: 3,
    observe: serviceAnswers({
      service: 'tienda-service',
      port: 9090,
      path: '/',
      contains: 'Administración de la tienda',
    }),
  },
])
