import { describe, expect, it } from 'vitest'
import { cronJobRan } from './cron-job-ran.ts'
import { clusterOf, deployment, look, pod } from './fixture.ts'
import { jobEnded } from './job-ended.ts'
import { jobLikeCronJob } from './job-like-cron-job.ts'
import { logContains } from './log-contains.ts'

const template = (image: string): object => ({ spec: { containers: [{ name: 'c', image }] } })
const job = (end?: { type: string; reason: string; message: string }): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'copia', namespace: 'default' },
  spec: { activeDeadlineSeconds: 5, template: template('busybox') },
  status: { conditions: end ? [{ ...end, status: 'True' }] : [] },
})
const cronJob = (image: string, rest: { suspend?: boolean; last?: string } = {}): object => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'noche', namespace: 'default' },
  spec: { schedule: '* * * * *', suspend: rest.suspend, jobTemplate: { spec: { template: template(image) } } },
  status: rest.last === undefined ? {} : { lastSuccessfulTime: rest.last },
})

describe('a Job', () => {
  const complete = { type: 'Complete', reason: 'CompletionsReached', message: '' }
  const late = {
    type: 'Failed',
    reason: 'DeadlineExceeded',
    message: 'Job was active longer than specified deadline',
  }

  it('ended as it should', async () => {
    const observe = jobEnded({ job: 'copia', as: 'Complete' })
    expect((await look(observe, clusterOf([job(complete)]))).holds).toBe(true)
    const waiting = await look(observe, clusterOf([job()]))
    expect(waiting).toMatchObject({ holds: false, expected: 'Complete', observed: 'sin terminar' })
    expect(waiting.settled).toBeUndefined()
    expect(await look(observe, clusterOf([job(late)]))).toMatchObject({
      holds: false,
      settled: true,
      observed: 'Failed',
      because:
        'El Job copia ha fallado: seguía en marcha a los 5 s (activeDeadlineSeconds). No se vuelve a intentar. Kubernetes dice: «Job was active longer than specified deadline»',
    })
    expect((await look(observe, clusterOf([]))).observed).toBe('(no existe)')
  })

  it('failed for the reason that is meant', async () => {
    const observe = jobEnded({ job: 'copia', as: 'Failed', reason: 'DeadlineExceeded' })
    expect((await look(observe, clusterOf([job(late)]))).holds).toBe(true)
    expect(await look(observe, clusterOf([job({ ...late, reason: 'BackoffLimitExceeded' })]))).toMatchObject({
      holds: false,
      expected: 'Failed, DeadlineExceeded',
      observed: 'Failed, BackoffLimitExceeded',
    })
    expect(await look(observe, clusterOf([job(complete)]))).toMatchObject({
      holds: false,
      because: 'El Job copia ha acabado bien.',
    })
  })

  it('does what the CronJob would', async () => {
    const observe = jobLikeCronJob({ job: 'copia', cronJob: 'noche' })
    expect((await look(observe, clusterOf([job(), cronJob('busybox')]))).holds).toBe(true)
    expect(await look(observe, clusterOf([job(), cronJob('nginx')]))).toMatchObject({
      holds: false,
      because:
        'El Job copia no hace lo que hará noche por la noche: `kubectl create job copia --from=cronjob/noche` copia la plantilla.',
    })
    expect((await look(observe, clusterOf([job()]))).object).toBe('batch/v1/CronJob/default/noche')
    expect((await look(observe, clusterOf([cronJob('nginx')]))).object).toBe('batch/v1/Job/default/copia')
  })
})

it('a CronJob has run, or why not', async () => {
  const observe = cronJobRan({ cronJob: 'noche' })
  const last = '2026-11-24T02:00:03Z'
  expect(await look(observe, clusterOf([cronJob('c', { last })]))).toMatchObject({ holds: true, observed: last })
  const waiting = await look(observe, clusterOf([cronJob('c')]))
  expect(waiting).toMatchObject({ holds: false, observed: 'ninguna' })
  expect(waiting.settled).toBeUndefined()
  expect(await look(observe, clusterOf([cronJob('c', { suspend: true })]))).toMatchObject({
    holds: false,
    settled: true,
    because: 'El CronJob noche está suspendido (suspend: true): no lanza ningún Job hasta que se quite.',
  })
  expect((await look(observe, clusterOf([]))).observed).toBe('(no existe)')
})

describe('a log', () => {
  const silent = () => Promise.resolve({ status: 503, body: '' })
  const written = (text: string, ...objects: object[]) => clusterOf(objects, silent, { 'web-1/c': text })

  it('of a Deployment', async () => {
    const observe = logContains({ deployment: 'web', contains: 'hecho' })
    const objects = [deployment('web', 1), pod('web-1', { app: 'web' }, { node: 'n' })]
    expect(await look(observe, written('uno\nya hecho\ntres\n', ...objects))).toMatchObject({
      holds: true,
      observed: 'ya hecho',
    })
    expect(await look(observe, written('uno\ndos\n', ...objects))).toMatchObject({
      holds: false,
      expected: 'una línea con «hecho»',
      observed: 'ninguna; la última es «dos»',
      because: 'Ninguno de sus contenedores ha escrito eso en su salida estándar ni en la de error.',
    })
    expect((await look(observe, clusterOf(objects))).observed).toBe('ninguna')
    expect((await look(observe, clusterOf([]))).observed).toBe('(no existe)')
  })

  it('of a Job', async () => {
    const observe = logContains({ job: 'copia', contains: 'hecho' })
    const own = pod('web-1', { 'batch.kubernetes.io/job-name': 'copia' })
    expect((await look(observe, written('hecho\n', own))).holds).toBe(true)
    expect((await look(observe, written('hecho\n', pod('web-1', {})))).observed).toBe('no tiene pods')
  })
})
