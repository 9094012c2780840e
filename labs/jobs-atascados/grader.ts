// Judges jobs-atascados: Jobs that come to an end because somebody gave them a limit.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { jobEnded } from '../../graders/checks/job-ended.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

function jobField(name: string, field: string, value: unknown): Observe {
  return fieldIs({ apiVersion: 'batch/v1', kind: 'Job', name, field, value })
}

export default defineGrader([
  {
    id: 'etl-con-limite',
    title: '`etl-atascada` ha fallado porque se le acabó el tiempo',
    task: 1,
    withinMs: 60_000,
    observe: jobEnded({ job: 'etl-atascada', as: 'Failed', reason: 'DeadlineExceeded' }),
  },
  {
    id: 'importacion-se-rinde',
    title: '`importacion` se ha rendido',
    task: 2,
    // Its second attempt comes ten seconds after the first.
    withinMs: 60_000,
    observe: jobEnded({ job: 'importacion', as: 'Failed', reason: 'BackoffLimitExceeded' }),
  },
  {
    id: 'importacion-un-fallo',
    title: '`importacion` perdona un fallo, y solo uno',
    task: 2,
    needs: ['importacion-se-rinde'],
    withinMs: 5000,
    observe: jobField('importacion', 'spec.backoffLimit', 1),
  },
  {
    id: 'informe-se-borra',
    title: '`informe` se borrará un día después de acabar',
    task: 3,
    withinMs: 5000,
    observe: jobField('informe', 'spec.ttlSecondsAfterFinished', 86_400),
  },
  {
    id: 'carga-hecha',
    title: '`carga` ha acabado bien',
    task: 4,
    withinMs: 60_000,
    observe: jobEnded({ job: 'carga', as: 'Complete' }),
  },
])
