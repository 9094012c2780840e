import { describe, expect, it } from 'vitest'
import { cronJobs, jobs } from '../api/refs.ts'
import type { CronJob, CronJobSpec, Job } from '../generated/types.ts'
import { createCronJobController } from './cron-job.ts'
import { fixture, type Fixture } from './fixture.ts'

const minute = 60_000

/** Made at the clock's beginning, 2027-01-01T00:00:00Z. */
async function start(more: Partial<CronJobSpec> = {}): Promise<Fixture> {
  const cluster = fixture(createCronJobController)
  cluster.put<CronJob>(cronJobs, {
    metadata: { namespace: 'default', name: 'copia', creationTimestamp: '2027-01-01T00:00:00Z' },
    spec: {
      schedule: '* * * * *',
      concurrencyPolicy: 'Allow',
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { metadata: { labels: { app: 'copia' } }, spec: { template: {} } },
      ...more,
    },
  })
  await cluster.run()
  return cluster
}

const list = (cluster: Fixture): Job[] => cluster.context.informers.for(jobs).list('default')
const names = (cluster: Fixture): string[] => list(cluster).map(({ metadata }) => metadata.name!)
const cronJob = (cluster: Fixture): CronJob => cluster.get(cronJobs, 'default/copia')!
/** Minutes since 1970 of the first run. */
const first = Date.UTC(2027, 0, 1) / minute + 1

async function end(cluster: Fixture, name: string, type: 'Complete' | 'Failed'): Promise<void> {
  const now = new Date(cluster.clock.now()).toISOString().replace('.000', '')
  const status = {
    startTime: now,
    conditions: [{ type, status: 'True' }],
    ...(type === 'Complete' ? { completionTime: now } : {}),
  }
  cluster.put(jobs, { ...cluster.get(jobs, `default/${name}`)!, status })
  await cluster.run()
}

describe('CronJob controller', () => {
  it('makes a Job at each minute that is due, named by it', async () => {
    const cluster = await start()
    await cluster.run(minute - 1)
    expect(names(cluster)).toEqual([])
    await cluster.run(1 + 2 * minute + 100)
    expect(names(cluster)).toEqual([`copia-${first}`, `copia-${first + 1}`, `copia-${first + 2}`])
    expect(list(cluster)[0]).toMatchObject({
      metadata: {
        labels: { app: 'copia' },
        annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2027-01-01T00:01:00Z' },
        ownerReferences: [{ kind: 'CronJob', name: 'copia', controller: true }],
      },
    })
    expect(cronJob(cluster).status).toMatchObject({
      lastScheduleTime: '2027-01-01T00:03:00Z',
      active: [{ kind: 'Job' }, { kind: 'Job' }, { kind: 'Job' }],
    })
    expect((await cluster.events())[0]).toBe(`Normal SuccessfulCreate copia: Created job copia-${first}`)
    expect(cluster.errors).toEqual([])
  })

  it('Forbid waits for the one that runs; Replace takes its place', async () => {
    const forbid = await start({ concurrencyPolicy: 'Forbid' })
    await forbid.run(2 * minute + 200)
    expect(names(forbid)).toEqual([`copia-${first}`])
    expect((await forbid.events()).at(-1)).toBe(
      'Normal JobAlreadyActive copia: Not starting job because prior execution is running and concurrency policy is Forbid',
    )
    const replace = await start({ concurrencyPolicy: 'Replace' })
    await replace.run(2 * minute + 200)
    expect(names(replace)).toEqual([`copia-${first + 1}`])
    expect(await replace.events()).toContain(`Normal SuccessfulDelete copia: Deleted job copia-${first}`)
  })

  it('keeps as many finished Jobs as it is told', async () => {
    const cluster = await start({ successfulJobsHistoryLimit: 1 })
    for (let n = 0; n < 3; n++) {
      await cluster.run(minute + 100)
      await end(cluster, `copia-${first + n}`, 'Complete')
    }
    expect(names(cluster)).toEqual([`copia-${first + 2}`])
    expect(cronJob(cluster).status).toMatchObject({ active: [], lastSuccessfulTime: expect.any(String) })
    expect(await cluster.events()).toContain(
      `Normal SawCompletedJob copia: Saw completed job: copia-${first}, condition: Complete`,
    )
  })

  it('makes nothing while suspended, and then only the last run that it missed', async () => {
    const cluster = await start({ suspend: true })
    await cluster.run(10 * minute)
    expect(names(cluster)).toEqual([])
    const old = cronJob(cluster)
    cluster.put(cronJobs, { ...old, spec: { ...old.spec!, suspend: false } })
    await cluster.run()
    expect(names(cluster)).toEqual([`copia-${first + 9}`])
  })

  it('says that it missed more than a hundred runs, and goes on with the last', async () => {
    const cluster = await start({ suspend: true })
    await cluster.run(150 * minute)
    const old = cronJob(cluster)
    cluster.put(cronJobs, { ...old, spec: { ...old.spec!, suspend: false } })
    await cluster.run()
    expect((await cluster.events())[0]).toBe(
      'Warning TooManyMissedTimes copia: too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    )
    expect(names(cluster)).toEqual([`copia-${first + 149}`])
  })

  it('does not make up for what its deadline lets pass', async () => {
    const cluster = await start({ schedule: '0 * * * *', startingDeadlineSeconds: 30, suspend: true })
    await cluster.run(61 * minute)
    const old = cronJob(cluster)
    cluster.put(cronJobs, { ...old, spec: { ...old.spec!, suspend: false } })
    await cluster.run()
    expect(names(cluster)).toEqual([])
    await cluster.run(59 * minute + 100)
    expect(names(cluster)).toHaveLength(1)
  })

  it('runs by the clock of its time zone', async () => {
    const cluster = await start({ schedule: '30 2 * * *', timeZone: 'Europe/Madrid' })
    await cluster.run(90 * minute + 100)
    expect(list(cluster)[0]?.metadata.annotations).toEqual({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2027-01-01T02:30:00+01:00',
    })
  })
})
