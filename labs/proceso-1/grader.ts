// Judges proceso-1: a server that stays, a script that ends as a Job, a pod that ends, and an exit code that tells why.
import { containerRestarts } from '../../graders/checks/container-restarts.ts'
import { fieldIs } from '../../graders/checks/field-is.ts'
import { jobEnded } from '../../graders/checks/job-ended.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { serviceAnswers } from '../../graders/checks/service-answers.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

/** Ready is not enough: a container without probes is ready until it ends. */
function staysUp(deployment: string): Observe {
  return async (cluster) => [
    await podsReady({ deployment, pods: 1 })(cluster),
    await containerRestarts({ deployment, atMost: 0 })(cluster),
  ]
}

export default defineGrader([
  {
    id: 'web-en-primer-plano',
    title: 'El servidor de `web` es el proceso 1, y sigue en marcha',
    task: 1,
    withinMs: 60_000,
    observe: staysUp('web'),
    holdsForMs: 5000,
  },
  {
    id: 'web-contesta',
    title: '`web` contesta',
    task: 1,
    needs: ['web-en-primer-plano'],
    observe: serviceAnswers({ service: 'web', port: 80, path: '/', contains: 'en marcha' }),
  },
  {
    id: 'migracion-una-vez',
    title: 'El Job `migracion` ha acabado bien',
    task: 2,
    withinMs: 60_000,
    observe: jobEnded({ job: 'migracion', as: 'Complete' }),
  },
  {
    id: 'resumen-acabado',
    title: 'El pod `resumen` ha acabado, y bien',
    task: 3,
    withinMs: 60_000,
    observe: fieldIs({ apiVersion: 'v1', kind: 'Pod', name: 'resumen', field: 'status.phase', value: 'Succeeded' }),
  },
  {
    id: 'cola-en-marcha',
    title: '`cola` sigue en marcha',
    task: 4,
    withinMs: 60_000,
    observe: staysUp('cola'),
    holdsForMs: 5000,
  },
])
