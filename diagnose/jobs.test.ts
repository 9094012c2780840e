import { describe, expect, it } from 'vitest'
import { whyJobNotComplete } from './failed-job.ts'
import { whyProbeFails } from './failing-probe.ts'
import { whyCronJobSkips } from './missed-run.ts'
import type { ContainerStatus, CronJob, Job, JobSpec, KubeEvent, Pod } from './objects.ts'
import { whyContainerRestarts } from './restarting-container.ts'

const metadata = { name: 'copia', namespace: 'default' }
const jobPod = (status: Partial<ContainerStatus>, spec: Partial<Pod['spec']['containers'][0]> = {}): Pod => ({
  kind: 'Pod',
  metadata: { name: 'copia-x', namespace: 'default', labels: { 'batch.kubernetes.io/job-name': 'copia' } },
  spec: { nodeName: 'n', containers: [{ name: 'c', ...spec }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'c', ready: false, restartCount: 0, ...status }] },
})
const event = (kind: string, reason: string, message: string, lastTimestamp = '2026-11-24T02:00:00Z'): KubeEvent => ({
  metadata: { name: message },
  reason,
  message,
  lastTimestamp,
  involvedObject: { kind, namespace: 'default', name: kind === 'Pod' ? 'copia-x' : 'copia' },
})

describe('why a Job is not complete', () => {
  const job = (spec: Partial<JobSpec>, conditions: [type: string, reason: string, message: string][] = []): Job => ({
    kind: 'Job',
    metadata,
    spec: { template: { spec: { restartPolicy: 'Never', containers: [] } }, ...spec },
    status: {
      failedIndexes: '1',
      conditions: conditions.map(([type, reason, message]) => ({ type, status: 'True', reason, message })),
    },
  })
  const failed = (spec: Partial<JobSpec>, reason: string, message: string, pods: Pod[] = []) =>
    whyJobNotComplete(job(spec, [['Failed', reason, message]]), pods, [])

  it('its attempts are used up, as new pods or in the same one', () => {
    const says = 'Job has reached the specified backoff limit'
    const ended = jobPod({ state: { terminated: { exitCode: 3, reason: 'Error' } } })
    expect(failed({ backoffLimit: 1 }, 'BackoffLimitExceeded', says, [ended])).toEqual({
      because:
        'El Job copia ha fallado: fallaron más pods de los 1 que perdona (backoffLimit). El último acabó con el código 3.',
      says,
      settled: true,
    })
    const template = { spec: { restartPolicy: 'OnFailure', containers: [] } }
    expect(failed({ backoffLimit: 2, template }, 'BackoffLimitExceeded', says)!.because).toBe(
      'El Job copia ha fallado: su contenedor se reinició 2 veces (backoffLimit) sin acabar bien, y su pod se ha borrado.',
    )
  })

  it('its time is over', () => {
    const says = 'Job was active longer than specified deadline'
    expect(failed({ activeDeadlineSeconds: 5 }, 'DeadlineExceeded', says)).toEqual({
      because: 'El Job copia ha fallado: seguía en marcha a los 5 s (activeDeadlineSeconds). No se vuelve a intentar.',
      says,
      settled: true,
    })
  })

  it('a rule says not to try again, or some indexes failed', () => {
    const policy = 'Container c for pod default/copia-x failed with exit code 42 matching FailJob rule at index 0'
    expect(failed({}, 'PodFailurePolicy', policy)).toMatchObject({
      because:
        'El Job copia ha fallado sin más intentos: su podFailurePolicy dice que con ese final no merece la pena repetir.',
      says: policy,
    })
    expect(failed({}, 'FailedIndexes', 'Job has failed indexes')!.because).toBe(
      'El Job copia ha fallado: los índices 1 agotaron sus intentos.',
    )
  })

  it('it is suspended, it has no end, or its pod tries again', () => {
    expect(whyJobNotComplete(job({ suspend: true }, [['Suspended', 'JobSuspended', 'Job suspended']]), [], [])).toEqual(
      {
        because: 'El Job copia está suspendido (suspend: true): no crea ningún pod.',
        says: 'Job suspended',
      },
    )
    expect(whyJobNotComplete(job({}), [jobPod({ state: { running: {} } })], [])!.because).toBe(
      'El Job copia espera a que acabe el proceso 1 de su pod copia-x, y no tiene un límite de tiempo (activeDeadlineSeconds).',
    )
    const again = jobPod({ restartCount: 1, lastState: { terminated: { exitCode: 1, reason: 'Error' } } })
    expect(whyJobNotComplete(job({}), [again], [])!.because).toBe(
      'El contenedor c de copia-x se ha reiniciado una vez: su proceso 1 terminó con el código 1.',
    )
  })

  it('nothing, once it is', () => {
    expect(whyJobNotComplete(job({}, [['Complete', 'CompletionsReached', '']]), [], [])).toBeUndefined()
  })
})

describe('why a CronJob skips a run', () => {
  const cronJob = (spec: Partial<CronJob['spec']> = {}, status: CronJob['status'] = {}): CronJob => ({
    kind: 'CronJob',
    metadata,
    spec: { schedule: '0 2 * * *', jobTemplate: { spec: { template: { spec: { containers: [] } } } }, ...spec },
    status,
  })
  const told = (reason: string, message: string, spec: Partial<CronJob['spec']> = {}) =>
    whyCronJobSkips(cronJob(spec), [event('CronJob', reason, message)])

  it.each([
    [
      'MissSchedule',
      'Missed scheduled time to start a job: Tue, 24 Nov 2026 02:00:00 +0000',
      'El CronJob copia se ha saltado una ejecución: cuando se pudo lanzar ya habían pasado más de 60 s de su hora (startingDeadlineSeconds).',
    ],
    [
      'JobAlreadyActive',
      'Not starting job because prior execution is running and concurrency policy is Forbid',
      'El CronJob copia no lanza otro Job mientras el anterior siga en marcha (concurrencyPolicy: Forbid).',
    ],
    [
      'TooManyMissedTimes',
      'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
      'El CronJob copia ha perdido más de 100 ejecuciones. Lanza solo la última.',
    ],
  ])('%s', (reason, says, because) => {
    expect(told(reason, says, { startingDeadlineSeconds: 60 })).toEqual({ because, says })
  })

  it('it is suspended, or its hour has not come', () => {
    expect(whyCronJobSkips(cronJob({ suspend: true }), [])!.because).toBe(
      'El CronJob copia está suspendido (suspend: true): no lanza ningún Job hasta que se quite.',
    )
    expect(whyCronJobSkips(cronJob({ timeZone: 'Europe/Madrid' }), [])!.because).toBe(
      'Al CronJob copia todavía no le ha llegado la hora: 0 2 * * * (Europe/Madrid).',
    )
    expect(whyCronJobSkips(cronJob(), [])!.because).toBe(
      'Al CronJob copia todavía no le ha llegado la hora: 0 2 * * * (hora del controller manager, casi siempre UTC).',
    )
  })

  it('nothing, once a later run was made', () => {
    const events = [
      event('CronJob', 'JobAlreadyActive', 'Not starting job', '2026-11-24T02:00:00Z'),
      event('CronJob', 'SuccessfulCreate', 'Created job copia-1', '2026-11-24T02:01:00Z'),
    ]
    expect(whyCronJobSkips(cronJob({}, { lastScheduleTime: '2026-11-24T02:01:00Z' }), events)).toBeUndefined()
  })
})

describe('what a failing probe does', () => {
  const running = { state: { running: {} } }

  it('startup: nothing else runs, and in the end it is restarted', () => {
    const pod = jobPod({ ...running, started: false }, { startupProbe: { periodSeconds: 10, failureThreshold: 300 } })
    const says = 'Startup probe failed: dial tcp 10.42.0.9:80: connect: connection refused'
    expect(whyProbeFails(pod, 'c', [event('Pod', 'Unhealthy', says)])).toEqual({
      because:
        'El contenedor c de copia-x todavía no ha pasado su prueba de arranque (startup): hasta entonces no se ejecutan las otras dos. Si falla 300 veces seguidas, una cada 10 s (3000 s), se reinicia.',
      says,
    })
  })

  it('readiness: out of the balance, and nobody restarts it', () => {
    const probes = { startupProbe: {}, readinessProbe: {} }
    const pod = jobPod({ ...running, started: true }, probes)
    const says = 'Readiness probe failed: HTTP probe failed with statuscode: 404'
    expect(whyProbeFails(pod, 'c', [event('Pod', 'Unhealthy', says)])).toEqual({
      because:
        'El contenedor c de copia-x no pasa su prueba de disponibilidad (readiness): el pod está fuera del balanceo y nadie lo reinicia. Con una prueba que pase, vuelve.',
      says,
    })
    expect(whyProbeFails(jobPod({ ...running, ready: true, started: true }, probes), 'c', [])).toBeUndefined()
  })
})

it('tells a loop of a process 1 that ends well, with the wait that Kubernetes makes', () => {
  const says = 'back-off 10s restarting failed container=c pod=copia-x_default(u)'
  const pod = jobPod({
    restartCount: 2,
    state: { waiting: { reason: 'CrashLoopBackOff', message: says } },
    lastState: { terminated: { exitCode: 0, reason: 'Completed' } },
  })
  expect(whyContainerRestarts(pod, 'c', [])).toEqual({
    because:
      'El contenedor c de copia-x se ha reiniciado 2 veces: su proceso 1 terminó (código 0), y un pod con restartPolicy Always lo vuelve a arrancar. Antes de cada intento espera más que antes del anterior (CrashLoopBackOff).',
    says,
  })
})
