// Judges cronjobs-solapados: what a CronJob does when the last run is not over, and that the sleeping one has run.
import { cronJobRan } from '../../graders/checks/cron-job-ran.ts'
import { fieldIs } from '../../graders/checks/field-is.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

function cronJobField(name: string, field: string, value: unknown): Observe {
  return fieldIs({ apiVersion: 'batch/v1', kind: 'CronJob', name, field: `spec.${field}`, value })
}

export default defineGrader([
  {
    id: 'backup-de-uno-en-uno',
    title: '`backup` no empieza una copia si la anterior no ha acabado',
    task: 1,
    withinMs: 5000,
    observe: cronJobField('backup', 'concurrencyPolicy', 'Forbid'),
  },
  {
    id: 'cotizaciones-la-ultima',
    title: '`cotizaciones` cambia la ejecución vieja por la nueva',
    task: 2,
    withinMs: 5000,
    observe: cronJobField('cotizaciones', 'concurrencyPolicy', 'Replace'),
  },
  {
    id: 'limpieza-ejecutada',
    title: '`limpieza` se ha ejecutado con éxito',
    task: 3,
    // The next full minute may be sixty seconds away, and its pod has to run.
    withinMs: 100_000,
    observe: cronJobRan({ cronJob: 'limpieza' }),
  },
  {
    id: 'cierre-cada-mes',
    title: '`cierre` se ejecuta el día 1 de cada mes a las 6',
    task: 4,
    withinMs: 5000,
    observe: cronJobField('cierre', 'schedule', '0 6 1 * *'),
  },
])
