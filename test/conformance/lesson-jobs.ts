// The lessons' own cases of Jobs and CronJobs: the MariaDB backup, Jobs that get stuck, and the notes' manifests.
import { expect } from 'vitest'
import { refusalOf, type Scenario, type World } from './world.ts'

interface Options {
  /** Lines of the Job's spec. */
  spec?: string
  restartPolicy?: string
  /** Lines of the container. */
  container?: string
}

function job(script: string, { spec = '', restartPolicy = 'Never', container = '' }: Options = {}): string {
  return `
apiVersion: batch/v1
kind: Job
metadata: {name: job-backup-mariadb}
spec:
  ${spec}
  template:
    spec:
      restartPolicy: ${restartPolicy}
      terminationGracePeriodSeconds: 0
      containers:
      - name: contenedor-backup-mariadb
        image: busybox:1.36
        command: [sh, -c, '${script}']
        ${container}
`
}

const credentials = `env:
        - {name: MARIA_DB_USER, valueFrom: {secretKeyRef: {name: secret-credenciales-mariadb, key: usuario}}}
        - {name: MARIA_DB_PASSWORD, valueFrom: {secretKeyRef: {name: secret-credenciales-mariadb, key: password}}}`
const secret = (data: string): string =>
  `{apiVersion: v1, kind: Secret, metadata: {name: secret-credenciales-mariadb}, stringData: {${data}}}`

const name = 'job-backup-mariadb'

async function conditions(world: World): Promise<string[]> {
  const { status } = await world.get('Job', name)
  const list = (status['conditions'] ?? []) as Record<string, string>[]
  return list.map(({ type, status: state, reason, message }) => world.mask(`${type}=${state} ${reason}: ${message}`))
}

/** Waits until the Job says so in its last condition, and gives that. */
async function ended(world: World, type: 'Complete' | 'Failed'): Promise<string | undefined> {
  return world.until(type, async () => (await conditions(world)).find((line) => line.startsWith(`${type}=True`)))
}

async function podPhases(world: World): Promise<unknown[]> {
  return (await world.list('Pod')).map(({ status }) => status['phase'])
}

async function waitingMessage(world: World): Promise<string> {
  return world.until('waiting', async () => {
    const [pod] = await world.list('Pod')
    const [container] = (pod?.status['containerStatuses'] ?? []) as { state: Record<string, Record<string, string>> }[]
    const waiting = container?.state['waiting']
    return waiting?.['reason'] === 'CreateContainerConfigError' && world.mask(waiting['message']!)
  })
}

const complete = 'Complete=True CompletionsReached: Reached expected number of succeeded pods'

export const lessonJobScenarios: Scenario[] = [
  {
    name: 'the backup waits for its Secret, and ends by itself once it is there',
    async run(world) {
      await world.create(
        job('echo "$MARIA_DB_USER:$MARIA_DB_PASSWORD"', { container: credentials, restartPolicy: 'OnFailure' }),
      )
      expect(await waitingMessage(world)).toBe('secret "secret-credenciales-mariadb" not found')
      await world.create(secret('usuario: copias, password: tomate-azul'))
      expect(await ended(world, 'Complete')).toBe(complete)
      const [pod] = await world.list('Pod')
      expect(await world.log(pod!.metadata!.name!)).toBe('copias:tomate-azul\n')
    },
  },
  {
    name: 'the backup waits for a key that its Secret lacks',
    async run(world) {
      await world.create(secret('usuario: copias'))
      await world.create(job('true', { container: credentials, restartPolicy: 'OnFailure' }))
      expect(await waitingMessage(world)).toBe("couldn't find key password in Secret <ns>/secret-credenciales-mariadb")
      await world.patch('Secret', 'secret-credenciales-mariadb', { stringData: { password: 'tomate-azul' } })
      expect(await ended(world, 'Complete')).toBe(complete)
    },
  },
  {
    name: 'what the server adds to the notes’ Job',
    async run(world) {
      await world.create(job('true'))
      expect((await world.get('Job', name)).spec).toMatchObject({
        backoffLimit: 6,
        completions: 1,
        parallelism: 1,
        completionMode: 'NonIndexed',
        suspend: false,
        podReplacementPolicy: 'TerminatingOrFailed',
      })
    },
  },
  {
    name: 'a Job cannot be restarted for ever, nor change its template',
    async run(world) {
      expect(await refusalOf(world.create(job('true', { restartPolicy: 'Always' })))).toBe(
        'Job.batch "job-backup-mariadb" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
      )
      await world.create(job('true'))
      const containers = [{ name: 'contenedor-backup-mariadb', image: 'mi-imagen-backup-mariadb:1.0' }]
      const patched = world.patch('Job', name, { spec: { template: { spec: { containers } } } })
      const says = await refusalOf(patched)
      expect(says.startsWith('Job.batch "job-backup-mariadb" is invalid: spec.template: Invalid value: ')).toBe(true)
      expect(says.endsWith(': field is immutable')).toBe(true)
    },
  },
  {
    name: 'code 3 with Never: another pod, until the limit, and all of them stay',
    async run(world) {
      await world.create(job('echo access denied >&2; exit 3', { spec: 'backoffLimit: 1' }))
      expect(await ended(world, 'Failed')).toBe(
        'Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit',
      )
      expect(await podPhases(world)).toEqual(['Failed', 'Failed'])
      expect((await world.get('Job', name)).status).toMatchObject({ failed: 2 })
    },
  },
  {
    name: 'code 3 with OnFailure: the same pod again, which goes away with its log at the end',
    async run(world) {
      await world.create(job('exit 3', { spec: 'backoffLimit: 1', restartPolicy: 'OnFailure' }))
      expect(await ended(world, 'Failed')).toBe(
        'Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit',
      )
      await world.until('no pod', async () => (await world.list('Pod')).length === 0)
      expect((await world.events('Job', name)).map((line) => line.split(' ')[1])).toEqual([
        'SuccessfulCreate',
        'SuccessfulDelete',
        'BackoffLimitExceeded',
      ])
    },
  },
  {
    name: 'a copy that lies: the code of a script is that of its last command',
    async run(world) {
      await world.create(job('cat /no-existe; echo copia hecha'))
      expect(await ended(world, 'Complete')).toBe(complete)
    },
  },
  {
    name: 'a stuck Job has no limit until it is given one; then it fails and is not tried again',
    async run(world) {
      await world.create(job('sleep 3600'))
      await world.until('running', async () => (await podPhases(world)).includes('Running'))
      expect(await conditions(world)).toEqual([])
      await world.patch('Job', name, { spec: { activeDeadlineSeconds: 1 } })
      expect(await ended(world, 'Failed')).toBe(
        'Failed=True DeadlineExceeded: Job was active longer than specified deadline',
      )
      await world.until('no pod', async () => (await world.list('Pod')).length === 0)
      expect((await world.events('Job', name)).at(-1)).toBe(
        'Warning DeadlineExceeded (job-controller): Job was active longer than specified deadline',
      )
    },
  },
  {
    name: 'a sleeping Job has no pods until it is woken',
    async run(world) {
      await world.create(job('true', { spec: 'suspend: true' }))
      await world.until('suspended', async () =>
        (await conditions(world)).includes('Suspended=True JobSuspended: Job suspended'),
      )
      expect(await world.list('Pod')).toEqual([])
      await world.patch('Job', name, { spec: { suspend: false } })
      await ended(world, 'Complete')
      expect(await world.events('Job', name)).toContain('Normal Resumed (job-controller): Job resumed')
    },
  },
  {
    name: 'a Job that has ended goes away with its pods when its time is over',
    async run(world) {
      await world.create(job('true', { spec: 'ttlSecondsAfterFinished: 2' }))
      await world.until('gone', async () => (await world.list('Job')).length === 0)
      await world.until('no pod', async () => (await world.list('Pod')).length === 0)
    },
  },
  {
    name: 'an expired licence: with that code there is no second attempt',
    async run(world) {
      const rule = '{action: FailJob, onExitCodes: {operator: In, values: [42]}}'
      await world.create(job('exit 42', { spec: `podFailurePolicy: {rules: [${rule}]}` }))
      expect(await ended(world, 'Failed')).toMatch(
        /^Failed=True PodFailurePolicy: Container contenedor-backup-mariadb for pod <ns>\/job-backup-mariadb-\w+ failed with exit code 42 matching FailJob rule at index 0$/,
      )
      expect((await world.get('Job', name)).status).toMatchObject({ failed: 1 })
    },
  },
  {
    name: 'four months among pods with numbers, two at a time',
    async run(world) {
      await world.create(
        job('echo mes $JOB_COMPLETION_INDEX', { spec: 'completionMode: Indexed\n  completions: 4\n  parallelism: 2' }),
      )
      await ended(world, 'Complete')
      expect((await world.get('Job', name)).status).toMatchObject({ succeeded: 4, completedIndexes: '0-3' })
      const pods = (await world.list('Pod')).map(({ metadata }) => metadata!)
      const indexes = pods.map(({ labels }) => labels!['batch.kubernetes.io/job-completion-index'])
      expect(new Set(indexes)).toEqual(new Set(['0', '1', '2', '3']))
      for (const [place, { name: pod }] of pods.entries()) {
        expect(pod).toMatch(new RegExp(`^job-backup-mariadb-${indexes[place]}-`))
        expect(await world.log(pod!)).toBe(`mes ${indexes[place]}\n`)
      }
    },
  },
  {
    name: 'the notes’ CronJob, with its template left out',
    async run(world) {
      const notes = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: cronjob-backup-mariadb}
spec: {schedule: '0 2 * * *', jobTemplate: {spec: {template: {spec: {}}}}}
`
      expect(await refusalOf(world.create(notes))).toBe(
        'CronJob.batch "cronjob-backup-mariadb" is invalid: [spec.jobTemplate.spec.template.spec.containers: Required value, spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"]',
      )
    },
  },
  {
    name: 'hours and names that a CronJob cannot have',
    async run(world) {
      const made = (rest: object, cronJobName = 'cronjob-backup-mariadb'): string =>
        JSON.stringify({
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: cronJobName },
          spec: {
            schedule: '0 2 * * *',
            jobTemplate: {
              spec: {
                template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.36' }] } },
              },
            },
            ...rest,
          },
        })
      const refusals: [manifest: string, says: string][] = [
        [made({ schedule: '0 2 * *' }), 'expected exactly 5 fields, found 4: [0 2 * *]'],
        [made({ schedule: '0 0 2 * * *' }), 'expected exactly 5 fields, found 6: [0 0 2 * * *]'],
        [
          made({ schedule: 'TZ=Europe/Madrid 0 2 * * *' }),
          'cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
        ],
        [made({ timeZone: 'CEST' }), 'unknown time zone CEST'],
        [made({}, 'c'.repeat(53)), 'must be no more than 52 characters'],
      ]
      for (const [manifest, says] of refusals) expect(await refusalOf(world.create(manifest))).toContain(says)
      await world.create(made({ timeZone: 'Europe/Madrid' }))
    },
  },
  {
    name: 'every minute: a Job named by its minute, seen to its end',
    async run(world) {
      await world.create(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: minuto}
spec:
  schedule: '* * * * *'
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: 'busybox:1.36', command: ['true']}]}}}}
`)
      const last = await world.until(
        'a run',
        async () => (await world.get('CronJob', 'minuto')).status['lastSuccessfulTime'],
        150,
      )
      expect(Number.isNaN(Date.parse(String(last)))).toBe(false)
      await world.patch('CronJob', 'minuto', { spec: { suspend: true } })
      const [made] = await world.list('Job')
      const scheduled = made!.metadata!.annotations!['batch.kubernetes.io/cronjob-scheduled-timestamp']
      expect(made!.metadata!.name).toBe(`minuto-${Date.parse(scheduled!) / 60_000}`)
      expect(made!.metadata!.ownerReferences).toMatchObject([{ kind: 'CronJob', name: 'minuto', controller: true }])
      const events = await world.events('CronJob', 'minuto')
      expect(events).toContain(
        `Normal SuccessfulCreate (cronjob-controller): Created job ${world.mask(made!.metadata!.name!)}`,
      )
      expect(events).toContain(
        `Normal SawCompletedJob (cronjob-controller): Saw completed job: ${world.mask(made!.metadata!.name!)}, condition: Complete`,
      )
    },
  },
]
