// Judges cluster-tipo: what kind each service is, and what each name answers through the one door.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { ingressAnswers } from '../../graders/checks/ingress-answers.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

const apps = [
  { host: 'app1.mi-cluster.com', contains: 'WordPress' },
  { host: 'app2.mi-cluster.com', contains: 'La tienda está abierta' },
  { host: 'app3.mi-cluster.com', contains: 'Informes de hoy' },
]

export default defineGrader([
  {
    id: 'mariadb-por-dentro',
    title: '`mariadb-service` es ClusterIP',
    task: 1,
    observe: service('mariadb-service', 'type', 'ClusterIP'),
  },
  {
    id: 'mariadb-contesta',
    title: '`mariadb-service` sigue contestando por el 3307',
    task: 1,
    observe: serviceAnswers({ service: 'mariadb-service', port: 3307, path: '/', contains: 'los datos de MariaDB' }),
  },
  ...apps.map(({ host, contains }, index) => ({
    id: `app${index + 1}-contesta`,
    title: `\`${host}\` contesta`,
    task: 2,
    observe: ingressAnswers({ host, path: '/', status: 200, contains }),
  })),
  {
    id: 'aplicaciones-por-dentro',
    title: 'Los servicios de WordPress, la tienda y los informes son ClusterIP',
    task: 3,
    observe: async (cluster) =>
      (
        await Promise.all(
          ['wordpress', 'tienda', 'informes'].map((app) => service(`${app}-service`, 'type', 'ClusterIP')(cluster)),
        )
      ).flat(),
  },
  {
    id: 'monitor-puerto',
    title: '`monitor-service` tiene el puerto de nodo más bajo',
    task: 4,
    observe: service('monitor-service', 'ports.0.nodePort', 30_000),
  },
  {
    id: 'monitor-contesta',
    title: '`monitor-service` contesta',
    task: 4,
    needs: ['monitor-puerto'],
    observe: serviceAnswers({ service: 'monitor-service', port: 80, path: '/', contains: 'Todo en orden' }),
  },
])

function service(name: string, field: string, value: unknown): Observe {
  return fieldIs({ apiVersion: 'v1', kind: 'Service', name, field: `spec.${field}`, value })
}
