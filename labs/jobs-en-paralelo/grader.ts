// Judges jobs-en-paralelo: which indexes came to a good end, and why a Job gave up.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { jobEnded } from '../../graders/checks/job-ended.ts'
import { logContains } from '../../graders/checks/log-contains.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

const months = ['enero', 'febrero', 'marzo', 'abril']

function jobField(name: string, field: string, value: unknown): Observe {
  return fieldIs({ apiVersion: 'batch/v1', kind: 'Job', name, field, value })
}

export default defineGrader([
  {
    id: 'reparto-acabado',
    title: '`reparto` ha acabado bien',
    task: 1,
    withinMs: 60_000,
    observe: jobEnded({ job: 'reparto', as: 'Complete' }),
  },
  {
    id: 'reparto-de-dos-en-dos',
    title: '`reparto` lleva como mucho dos pods a la vez',
    task: 1,
    needs: ['reparto-acabado'],
    withinMs: 5000,
    observe: jobField('reparto', 'spec.parallelism', 2),
  },
  {
    id: 'reparto-todos-los-numeros',
    title: 'Han acabado los números 0, 1, 2 y 3 de `reparto`',
    task: 1,
    needs: ['reparto-acabado'],
    withinMs: 5000,
    observe: jobField('reparto', 'status.completedIndexes', '0-3'),
  },
  {
    id: 'reparto-cada-mes',
    title: 'Los pods de `reparto` han procesado los cuatro meses',
    task: 1,
    needs: ['reparto-todos-los-numeros'],
    observe: async (cluster) =>
      (
        await Promise.all(
          months.map((month) => logContains({ job: 'reparto', contains: `procesado: ${month}` })(cluster)),
        )
      ).flat(),
  },
  {
    id: 'facturas-acabado',
    title: '`facturas` ha llegado a su final',
    task: 2,
    withinMs: 60_000,
    observe: jobEnded({ job: 'facturas', as: 'Failed' }),
  },
  {
    id: 'facturas-salvadas',
    title: 'En `facturas` han acabado todos menos el 2',
    task: 2,
    needs: ['facturas-acabado'],
    withinMs: 5000,
    observe: jobField('facturas', 'status.completedIndexes', '0,1,3'),
  },
  {
    id: 'licencia-a-la-primera',
    title: '`licencia` ha fallado por su código 42, sin más intentos',
    task: 3,
    withinMs: 60_000,
    observe: jobEnded({ job: 'licencia', as: 'Failed', reason: 'PodFailurePolicy' }),
  },
])
