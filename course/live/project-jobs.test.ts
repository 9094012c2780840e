import { expect, it } from 'vitest'
import type { CronJob, Job } from '../../diagnose/objects.ts'
import { cronJobItem, jobItem } from './project-jobs.ts'
import type { World } from './world.ts'

const world = { pods: [], events: [] } as unknown as World
const metadata = { name: 'copia', namespace: 'default' }

it('shows how a Job ended, and why', () => {
  const job = (...conditions: string[]): Job => ({
    metadata,
    spec: { completions: 4, backoffLimit: 0, template: { spec: { containers: [] } } },
    status: {
      succeeded: 1,
      conditions: conditions.map((type) => ({ type, status: 'True', reason: 'BackoffLimitExceeded', message: 'says' })),
    },
  })
  expect(jobItem(job(), world)).toMatchObject({ word: 'Running', tone: 'good', succeeded: 1, completions: 4 })
  expect(jobItem(job('SuccessCriteriaMet', 'Complete'), world)).toMatchObject({ word: 'Complete', tone: 'ended' })
  expect(jobItem(job('FailureTarget', 'Failed'), world)).toMatchObject({
    word: 'Failed',
    tone: 'bad',
    why: {
      because: 'El Job copia ha fallado: fallaron más pods de los 0 que perdona (backoffLimit).',
      says: 'says',
    },
  })
})

it('shows when a CronJob runs, or that it sleeps', () => {
  const cronJob = (suspend: boolean): CronJob => ({
    metadata,
    spec: { schedule: '0 2 * * *', suspend, jobTemplate: { spec: { template: { spec: { containers: [] } } } } },
    status: { active: [{ name: 'copia-1' }], lastScheduleTime: '2026-11-24T02:00:00Z' },
  })
  expect(cronJobItem(cronJob(false), world)).toMatchObject({ word: '0 2 * * *', tone: 'good', active: 1 })
  expect(cronJobItem(cronJob(true), world)).toMatchObject({ word: 'Suspended', tone: 'ended' })
})
