// Judges mapa-de-red: what each one on the way answers when it is asked.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

/** A name that was not there is remembered for a while, and the programs ask every second. */
const nameMs = 40_000

export default defineGrader([
  {
    id: 'mariadb-direccion',
    title: '`mariadb-service` es la `10.43.3.100`',
    task: 1,
    observe: fieldIs({
      apiVersion: 'v1',
      kind: 'Service',
      name: 'mariadb-service',
      field: 'spec.clusterIP',
      value: '10.43.3.100',
    }),
  },
  {
    id: 'mariadb-contesta',
    title: '`mariadb-service` contesta por el puerto 3307',
    task: 1,
    observe: serviceAnswers({ service: 'mariadb-service', port: 3307, path: '/', contains: 'los datos de MariaDB' }),
  },
  {
    id: 'wordpress-reparte',
    title: '`wordpress-service` reparte entre los dos WordPress',
    task: 2,
    observe: serviceEndpoints({ service: 'wordpress-service', ready: 2 }),
  },
  {
    id: 'menchu-ve-la-pagina',
    title: 'MenchuPC ve la página por el 30080 de `nodomaestro1`',
    task: 2,
    needs: ['wordpress-reparte'],
    observe: serviceAnswers({ service: 'menchupc', port: 80, path: '/', contains: 'WordPress en' }),
  },
  {
    id: 'wordpress-con-sus-datos',
    title: 'La página de WordPress lleva los datos de MariaDB',
    task: 3,
    needs: ['mariadb-contesta', 'wordpress-reparte'],
    withinMs: nameMs,
    observe: serviceAnswers({
      service: 'wordpress-service',
      port: 80,
      path: '/',
      contains: 'con los datos de MariaDB',
    }),
  },
  {
    id: 'informes-con-datos',
    title: 'Los informes, desde su namespace, llevan los datos de MariaDB',
    task: 4,
    needs: ['mariadb-contesta'],
    withinMs: nameMs,
    observe: serviceAnswers({
      service: 'informes-service',
      namespace: 'informes',
      port: 80,
      path: '/',
      contains: 'Informe con los datos de MariaDB',
    }),
  },
])
