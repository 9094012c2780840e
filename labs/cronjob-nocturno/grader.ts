// Judges cronjob-nocturno: its hour, its rules, and a Job that does today what it will do at night.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { jobEnded } from '../../graders/checks/job-ended.ts'
import { jobLikeCronJob } from '../../graders/checks/job-like-cron-job.ts'
import { logContains } from '../../graders/checks/log-contains.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

function cronJobField(field: string, value: unknown): Observe {
  return fieldIs({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    name: 'cronjob-backup-mariadb',
    field: `spec.${field}`,
    value,
  })
}

export default defineGrader([
  {
    id: 'todas-las-noches',
    title: '`cronjob-backup-mariadb` se ejecuta todos los días a las 2',
    task: 1,
    withinMs: 5000,
    observe: cronJobField('schedule', '0 2 * * *'),
  },
  {
    id: 'ahora-lo-mismo',
    title: '`backup-ahora` hace lo mismo que hará el CronJob',
    task: 2,
    observe: jobLikeCronJob({ job: 'backup-ahora', cronJob: 'cronjob-backup-mariadb' }),
  },
  {
    id: 'ahora-acabado',
    title: '`backup-ahora` ha acabado bien',
    task: 2,
    needs: ['ahora-lo-mismo'],
    withinMs: 60_000,
    observe: jobEnded({ job: 'backup-ahora', as: 'Complete' }),
  },
  {
    id: 'ahora-con-copia',
    title: 'El log de `backup-ahora` dice que la copia está hecha',
    task: 2,
    needs: ['ahora-acabado'],
    observe: logContains({ job: 'backup-ahora', contains: 'copia hecha' }),
  },
  {
    id: 'hora-de-madrid',
    title: 'Las 2 son las de Madrid',
    task: 3,
    withinMs: 5000,
    observe: cronJobField('timeZone', 'Europe/Madrid'),
  },
  {
    id: 'sin-pisarse',
    title: 'No empieza una copia mientras la anterior siga en marcha',
    task: 4,
    withinMs: 5000,
    observe: cronJobField('concurrencyPolicy', 'Forbid'),
  },
  {
    id: 'una-hora-de-margen',
    title: 'La que no se lanzó a su hora se intenta durante una hora',
    task: 4,
    withinMs: 5000,
    observe: cronJobField('startingDeadlineSeconds', 3600),
  },
])
