// Judges autoescalado-de-pods: what each autoscaler found, and the size it gave.
import { autoscalerSays } from '../../graders/checks/autoscaler-says.ts'
import { fieldIs } from '../../graders/checks/field-is.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { podsRequest } from '../../graders/checks/pods-request.ts'
import { defineGrader } from '../../graders/grader.ts'

const autoscaler = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' }

export default defineGrader([
  {
    id: 'wordpress-encontrado',
    title: 'El HPA `wordpress` encuentra a quién escalar',
    task: 1,
    // Mira por primera vez 15 s después de nacer.
    withinMs: 40_000,
    observe: autoscalerSays({ autoscaler: 'wordpress', condition: 'AbleToScale', is: 'True' }),
  },
  {
    id: 'wordpress-hasta-cuatro',
    title: 'El HPA `wordpress` puede llegar a 4',
    task: 1,
    needs: ['wordpress-encontrado'],
    observe: fieldIs({ ...autoscaler, name: 'wordpress', field: 'spec.maxReplicas', value: 4 }),
  },
  {
    id: 'wordpress-pide-cpu',
    title: 'Los pods de `wordpress` piden CPU',
    task: 1,
    needs: ['wordpress-encontrado'],
    observe: podsRequest({ deployment: 'wordpress', resource: 'cpu' }),
  },
  {
    id: 'tienda-dos',
    title: 'El HPA ha subido `tienda` a dos pods listos',
    task: 2,
    withinMs: 40_000,
    observe: podsReady({ deployment: 'tienda', pods: 2 }),
  },
  {
    id: 'tienda-por-su-hpa',
    title: 'Las dos son cosa del HPA `tienda`',
    task: 2,
    needs: ['tienda-dos'],
    observe: fieldIs({ ...autoscaler, name: 'tienda', field: 'spec.minReplicas', value: 2 }),
  },
  {
    id: 'informes-tres',
    title: 'El HPA ha bajado `informes` a tres pods listos',
    task: 3,
    withinMs: 40_000,
    observe: podsReady({ deployment: 'informes', pods: 3 }),
  },
  {
    id: 'informes-por-su-hpa',
    title: 'Las tres son cosa del HPA `informes`',
    task: 3,
    needs: ['informes-tres'],
    observe: fieldIs({ ...autoscaler, name: 'informes', field: 'spec.maxReplicas', value: 3 }),
  },
])
