// Judges backup-mariadb: Jobs that get their Secret, reach the database, and fail when they have to.
import { jobEnded } from '../../graders/checks/job-ended.ts'
import { logContains } from '../../graders/checks/log-contains.ts'
import { defineGrader } from '../../graders/grader.ts'

export default defineGrader([
  {
    id: 'credenciales-comprobadas',
    title: '`job-comprueba-credenciales` ha acabado bien',
    task: 1,
    // Its pod may have tried once before the database was there: the next attempt comes ten seconds later.
    withinMs: 60_000,
    observe: jobEnded({ job: 'job-comprueba-credenciales', as: 'Complete' }),
  },
  {
    id: 'backup-completo',
    title: '`job-backup-mariadb` ha acabado bien',
    task: 2,
    needs: ['credenciales-comprobadas'],
    withinMs: 60_000,
    observe: jobEnded({ job: 'job-backup-mariadb', as: 'Complete' }),
  },
  {
    id: 'backup-con-copia',
    title: 'El log de `job-backup-mariadb` dice que la copia está hecha',
    task: 2,
    needs: ['backup-completo'],
    observe: logContains({ job: 'job-backup-mariadb', contains: 'copia hecha' }),
  },
  {
    id: 'pagos-lo-dice',
    title: '`job-backup-pagos` falla, porque su copia falla',
    task: 3,
    withinMs: 60_000,
    observe: jobEnded({ job: 'job-backup-pagos', as: 'Failed' }),
  },
])
