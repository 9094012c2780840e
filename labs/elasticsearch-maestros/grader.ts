// Judges elasticsearch-maestros: that the three are born, that they form a cluster, and that each has a name.
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { servicePods } from '../../graders/checks/service-pods.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

/** The cluster’s DNS remembers for some seconds that a name was not there. */
const namesMs = 90_000

const eachMaster = (look: (master: string) => Observe): Observe => {
  return async (cluster) => (await Promise.all([0, 1, 2].map((ordinal) => look(`maestro-${ordinal}`)(cluster)))).flat()
}

export default defineGrader([
  {
    id: 'nacen-los-tres',
    title: 'Han nacido los tres maestros',
    task: 1,
    observe: servicePods({ service: 'maestros-service', pods: 3 }),
  },
  {
    id: 'maestros-listos',
    title: 'Los tres están listos: cada uno habla con la mayoría',
    task: 2,
    withinMs: namesMs,
    observe: podsReady({ statefulSet: 'maestro', pods: 3 }),
  },
  {
    id: 'cluster-formado',
    title: '`coordinadores-service:9200/_cat/nodes` enseña a los tres',
    task: 2,
    needs: ['maestros-listos'],
    withinMs: namesMs,
    observe: eachMaster((master) =>
      serviceAnswers({
        service: 'coordinadores-service',
        port: 9200,
        path: '/_cat/nodes',
        contains: `${master} master`,
      }),
    ),
  },
  {
    id: 'cada-uno-por-su-nombre',
    title: '`vigia` ha oído a los tres, cada uno por su nombre',
    task: 3,
    withinMs: namesMs,
    observe: eachMaster((master) =>
      serviceAnswers({ service: 'vigia', port: 80, path: '/oidos.txt', contains: master }),
    ),
  },
])
