// Judges galera: the nodes that found one another, and the pods that clients are led to.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { defineGrader } from '../../graders/grader.ts'

/** A name that was not there is remembered for a while, and each node asks for the three in turn. */
const meetMs = 40_000

export default defineGrader([
  {
    id: 'galera-sin-ip',
    title: '`galera-service` no tiene IP propia',
    task: 1,
    observe: fieldIs({
      apiVersion: 'v1',
      kind: 'Service',
      name: 'galera-service',
      field: 'spec.clusterIP',
      value: 'None',
    }),
  },
  {
    id: 'galera-lista',
    title: 'Los tres nodos de `galera` se han encontrado',
    task: 1,
    needs: ['galera-sin-ip'],
    withinMs: meetMs,
    observe: podsReady({ statefulSet: 'galera', pods: 3 }),
  },
  {
    id: 'clientes-a-los-tres',
    title: '`mariadb-service` reparte entre los tres, y no llega a `galera-nuevo`',
    task: 2,
    needs: ['galera-lista'],
    observe: serviceEndpoints({ service: 'mariadb-service', ready: 3, without: { fase: 'copiando' } }),
  },
  {
    id: 'mariadb-contesta',
    title: '`mariadb-service` contesta por el puerto 3307',
    task: 2,
    needs: ['clientes-a-los-tres'],
    observe: serviceAnswers({ service: 'mariadb-service', port: 3307, path: '/', contains: 'galera-' }),
  },
])
