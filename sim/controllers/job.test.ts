import { describe, expect, it } from 'vitest'
import type { Client } from '../client/client.ts'
import { events, jobs, pods } from '../api/refs.ts'
import type { FakeClock } from '../clock.ts'
import type { Job, JobSpec, Pod, PodStatus } from '../generated/types.ts'
import { serverFixture } from './fixture.ts'
import { createGarbageCollector } from './garbage-collector.ts'
import { createJobRelease } from './job-release.ts'
import { createJobController } from './job.ts'
import { createServiceAccountController } from './service-account.ts'
import { createTtlAfterFinished } from './ttl-after-finished.ts'

interface World {
  clock: FakeClock
  client: Client
  errors: unknown[]
}

async function start(more: Partial<JobSpec> = {}): Promise<World> {
  const world = await serverFixture(
    createServiceAccountController,
    createJobController,
    createJobRelease,
    createTtlAfterFinished,
    createGarbageCollector,
  )
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'a' }] } }
  await world.clock.advance(0)
  await world.client.create<Job>(jobs, { metadata: { name: 'j', namespace: 'default' }, spec: { template, ...more } })
  await world.clock.advance(0)
  return world
}

const list = async ({ client }: World): Promise<Pod[]> => (await client.list(pods, 'default')).items
const job = async ({ client }: World): Promise<Job | undefined> => client.get(jobs, 'default', 'j')

/** What a kubelet says at the end of a pod; then the batch of the Job's controller passes. */
async function end(world: World, pod: Pod, exitCode: number, more: PodStatus = {}): Promise<void> {
  const finishedAt = new Date(world.clock.now()).toISOString()
  const state = { terminated: { exitCode, finishedAt } }
  const status: PodStatus = {
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    containerStatuses: [{ name: 'c', image: 'a', imageID: '', ready: false, restartCount: 0, state }],
    ...more,
  }
  const current = (await world.client.get(pods, 'default', pod.metadata.name!))!
  await world.client.updateStatus(pods, { ...current, status })
  await world.clock.advance(1000)
}

const open = (some: Pod[]): Pod[] => some.filter(({ status }) => status?.phase === 'Pending')

async function said({ client }: World): Promise<string[]> {
  const { items } = await client.list(events, 'default')
  const told = items.filter(({ involvedObject }) => involvedObject.kind === 'Job')
  return told.map(({ type, reason, message }) => `${type} ${reason}: ${message?.replace(/j-.{5}$/, 'j-x')}`)
}

const ends = async (world: World): Promise<string[]> =>
  ((await job(world))?.status?.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason}`)

describe('Job controller', () => {
  it('runs as many at a time as it may, counts each once, and completes', async () => {
    const world = await start({ completions: 3, parallelism: 2 })
    for (let n = 0; n < 3; n++) await end(world, open(await list(world))[0]!, 0)
    await world.clock.advance(2000)
    expect((await job(world))?.status).toMatchObject({
      succeeded: 3,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
      startTime: expect.any(String),
      completionTime: expect.any(String),
    })
    expect(await ends(world)).toEqual([
      'SuccessCriteriaMet=True CompletionsReached',
      'Complete=True CompletionsReached',
    ])
    expect((await list(world)).flatMap(({ metadata }) => metadata.finalizers ?? [])).toEqual([])
    expect(await said(world)).toEqual([
      'Normal SuccessfulCreate: Created pod: j-x',
      'Normal SuccessfulCreate: Created pod: j-x',
      'Normal SuccessfulCreate: Created pod: j-x',
      'Normal Completed: Job completed',
    ])
    expect(world.errors).toEqual([])
  })

  it('waits 10 s, then 20 s before it replaces a failed pod, and gives up beyond its limit', async () => {
    const world = await start({ backoffLimit: 2 })
    for (const waitMs of [10_000, 20_000]) {
      await end(world, open(await list(world))[0]!, 1)
      await world.clock.advance(waitMs - 1001)
      expect(open(await list(world)), `after ${waitMs - 1} ms`).toEqual([])
      await world.clock.advance(1)
      expect(open(await list(world)), `after ${waitMs} ms`).toHaveLength(1)
    }
    await end(world, open(await list(world))[0]!, 1)
    await world.clock.advance(1000)
    expect(await ends(world)).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded'])
    expect((await job(world))?.status?.failed).toBe(3)
    expect((await said(world)).at(-1)).toBe('Warning BackoffLimitExceeded: Job has reached the specified backoff limit')
  })

  it('gives each index a pod of its own, and fails those that fail too often', async () => {
    const world = await start({ completionMode: 'Indexed', completions: 4, parallelism: 4, backoffLimitPerIndex: 0 })
    const some = await list(world)
    const key = 'batch.kubernetes.io/job-completion-index'
    expect(some.map(({ metadata, spec }) => [metadata.labels?.[key], spec?.hostname])).toEqual(
      expect.arrayContaining([0, 1, 2, 3].map((index) => [String(index), `j-${index}`])),
    )
    expect(some[0]!.spec?.containers[0]?.env).toEqual([
      {
        name: 'JOB_COMPLETION_INDEX',
        valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${key}']` } },
      },
    ])
    for (const pod of some) await end(world, pod, pod.metadata.labels?.[key] === '1' ? 1 : 0)
    await world.clock.advance(1000)
    expect((await job(world))?.status).toMatchObject({ completedIndexes: '0,2,3', failedIndexes: '1' })
    expect(await ends(world)).toEqual(['FailureTarget=True FailedIndexes', 'Failed=True FailedIndexes'])
  })

  it('does as its failure policy says', async () => {
    const onExitCodes = (value: number): object => ({ operator: 'In', values: [value] })
    const rules = [
      { action: 'Ignore', onExitCodes: onExitCodes(5) },
      { action: 'FailJob', onExitCodes: onExitCodes(42) },
    ] as never
    const world = await start({ backoffLimit: 0, podFailurePolicy: { rules } })
    await end(world, open(await list(world))[0]!, 5)
    await world.clock.advance(10_000)
    expect((await job(world))?.status?.failed ?? 0).toBe(0)
    const [pod] = open(await list(world))
    await end(world, pod!, 42)
    await world.clock.advance(1000)
    const name = `default/${pod!.metadata.name}`
    expect((await job(world))?.status?.conditions?.at(-1)).toMatchObject({
      type: 'Failed',
      reason: 'PodFailurePolicy',
      message: `Container c for pod ${name} failed with exit code 42 matching FailJob rule at index 1`,
    })
  })

  it('ends what runs longer than its deadline', async () => {
    const world = await start({ activeDeadlineSeconds: 30 })
    await world.clock.advance(29_999)
    expect(await ends(world)).toEqual([])
    await world.clock.advance(2000)
    expect((await ends(world))[0]).toBe('FailureTarget=True DeadlineExceeded')
  })

  it('lets its pods go while it is suspended', async () => {
    const world = await start({ suspend: true })
    expect(await list(world)).toEqual([])
    expect(await ends(world)).toEqual(['Suspended=True JobSuspended'])
    await world.client.patch(jobs, 'default', 'j', { kind: 'merge', body: { spec: { suspend: false } } })
    await world.clock.advance(1000)
    expect(await list(world)).toHaveLength(1)
    expect(await ends(world)).toEqual(['Suspended=False JobResumed'])
  })

  it('goes with its pods some time after its end', async () => {
    const world = await start({ ttlSecondsAfterFinished: 60 })
    await end(world, (await list(world))[0]!, 0)
    await world.clock.advance(50_000)
    expect(await job(world)).toBeDefined()
    await world.clock.advance(20_000)
    expect(await job(world)).toBeUndefined()
    expect(await list(world)).toEqual([])
  })
})
