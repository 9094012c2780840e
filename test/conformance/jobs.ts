// Jobs: pods that come to an end.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

function job(command: string, extra = ''): string {
  return `
apiVersion: batch/v1
kind: Job
metadata: {name: copia}
spec:
  ${extra}
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 0
      containers:
      - {name: c, image: 'busybox:1.36', command: [sh, -c, '${command}']}
`
}

async function conditions(world: World): Promise<string[]> {
  const { status } = await world.get('Job', 'copia')
  const list = (status['conditions'] ?? []) as Record<string, string>[]
  return list.map(({ type, status: state, reason }) => `${type}=${state} ${reason}`)
}

export const jobScenarios: Scenario[] = [
  {
    name: 'a Job runs its pods to their end and says that it is complete',
    async run(world) {
      await world.create(job('echo hecho', 'completions: 2'))
      await world.until('complete', async () => (await conditions(world)).length === 2)
      expect(await conditions(world)).toEqual([
        'SuccessCriteriaMet=True CompletionsReached',
        'Complete=True CompletionsReached',
      ])
      const { status } = await world.get('Job', 'copia')
      expect(status).toMatchObject({ succeeded: 2, uncountedTerminatedPods: {} })
      const events = await world.events('Job', 'copia')
      expect(events.at(-1)).toBe('Normal Completed (job-controller): Job completed')
      const [pod] = await world.list('Pod')
      expect(pod!.metadata!.finalizers).toBeUndefined()
      expect(pod!.metadata!.labels).toMatchObject({ 'job-name': 'copia', 'batch.kubernetes.io/job-name': 'copia' })
    },
  },
  {
    name: 'a Job whose pod fails gives up beyond its limit',
    async run(world) {
      await world.create(job('exit 1', 'backoffLimit: 0'))
      await world.until('failed', async () => (await conditions(world)).length === 2)
      expect(await conditions(world)).toEqual([
        'FailureTarget=True BackoffLimitExceeded',
        'Failed=True BackoffLimitExceeded',
      ])
      const events = await world.events('Job', 'copia')
      expect(events.at(-1)).toBe(
        'Warning BackoffLimitExceeded (job-controller): Job has reached the specified backoff limit',
      )
    },
  },
  {
    name: 'an Indexed Job tells each pod its number',
    async run(world) {
      await world.create(
        job(
          'test "$JOB_COMPLETION_INDEX" != 1',
          'completionMode: Indexed\n  completions: 3\n  parallelism: 3\n  backoffLimitPerIndex: 0',
        ),
      )
      await world.until('over', async () => (await conditions(world)).length === 2)
      const { status } = await world.get('Job', 'copia')
      expect(status).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1' })
    },
  },
]
