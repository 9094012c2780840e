// Judges elasticsearch-servicios: whom each of the two Services leads to, and what the nodes make of it.
import { logContains } from '../../graders/checks/log-contains.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { serviceEndpoints } from '../../graders/checks/service-endpoints.ts'
import { servicePods } from '../../graders/checks/service-pods.ts'
import { defineGrader } from '../../graders/grader.ts'

/** Nine nodes to start, four of them with a volume to be made. */
const formingMs = 180_000
/** Then each hears of all the others: 72 calls a round, which a busy machine at twenty times the speed takes long over. */
const presentingMs = 400_000

export default defineGrader([
  {
    id: 'solo-coordinadores',
    title: 'Detrás de `coordinadores-service` están los dos coordinadores, y nadie más',
    task: 1,
    observe: serviceEndpoints({ service: 'coordinadores-service', ready: 2 }),
  },
  {
    id: 'no-elige-a-otros',
    title: 'Su selector elige a esos dos',
    task: 1,
    observe: servicePods({ service: 'coordinadores-service', pods: 2 }),
  },
  {
    id: 'contesta-en-el-9200',
    title: 'Y contesta en el 9200',
    task: 1,
    needs: ['solo-coordinadores'],
    observe: serviceAnswers({ service: 'coordinadores-service', port: 9200, path: '/', contains: ' coordinador' }),
  },
  {
    id: 'maestros-listos',
    title: 'Los tres maestros se han encontrado',
    task: 2,
    withinMs: formingMs,
    observe: podsReady({ statefulSet: 'maestro', pods: 3 }),
  },
  {
    id: 'nueve-nodos',
    title: 'El cluster tiene nueve nodos',
    task: 2,
    needs: ['maestros-listos'],
    withinMs: presentingMs,
    observe: logContains({ deployment: 'coordinador', contains: 'cluster formado por 9 nodos' }),
  },
  {
    id: 'kibana-oye-a-los-coordinadores',
    title: 'A Kibana le contestan los dos coordinadores, y nadie más',
    task: 3,
    // While the data nodes start, only the coordinators could answer.
    withinMs: formingMs,
    holdsForMs: 8000,
    observe: async (cluster) => [
      await podsReady({ statefulSet: 'data', pods: 4 })(cluster),
      await serviceAnswers({
        service: 'kibana',
        port: 80,
        path: '/quien.txt',
        contains: 'coordinadores 2, otros 0',
      })(cluster),
    ],
  },
])
