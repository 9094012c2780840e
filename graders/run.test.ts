// The runner against an API server of a few lines, whose clock runs a thousand times as fast as ours.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Check, ClusterReader, Finding } from './grader.ts'
import { type GradingContext, runGrader } from './run.ts'
import { verdictSchema } from './verdict.ts'

/** Learners' clusters are under one. */
const prefix = '/c/1'

interface Answer {
  status: number
  body: unknown
}

let server: Server
let answers: (path: string, host: string | undefined) => Answer
let asked: number

beforeEach(async () => {
  asked = 0
  answers = () => ({ status: 404, body: { kind: 'Status', message: 'not found' } })
  const origin = Date.now()
  server = createServer((request, response) => {
    asked++
    const now = origin + (Date.now() - origin) * 1000
    const { status, body } = answersOf((request.url ?? '').replace(prefix, ''), request.headers.host)
    response.writeHead(status, { date: new Date(now).toUTCString(), 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function answersOf(path: string, host: string | undefined): Answer {
  if (path === '/version') return { status: 200, body: { gitVersion: 'v1.35.1' } }
  if (path === '/api/v1') {
    return {
      status: 200,
      body: {
        resources: [
          { name: 'pods', kind: 'Pod', namespaced: true },
          { name: 'pods/log', kind: 'Pod', namespaced: true },
        ],
      },
    }
  }
  if (path.startsWith('/api/v1/namespaces?')) return { status: 200, body: { metadata: { resourceVersion: '42' } } }
  return answers(path, host)
}

function kubeconfig(port = (server.address() as AddressInfo).port): string {
  return JSON.stringify({
    clusters: [
      { name: 'c', cluster: { server: `http://127.0.0.1:${port}${prefix}`, 'insecure-skip-tls-verify': true } },
    ],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  })
}

const context: GradingContext = {
  lab: { id: 'l', hash: 'h', title: 'L' },
  engine: 'existing',
  attempt: 1,
  submittedAt: '2027-01-01T00:00:00Z',
  source: 'ci',
  hintsUsed: 0,
  solutionSeen: false,
}

const seen = (observed: string): Finding => ({
  object: 'v1/Pod/default/a',
  field: 'status.phase',
  expected: 'Running',
  observed,
  holds: observed === 'Running',
})

async function phase(cluster: ClusterReader): Promise<Finding> {
  const pod = await cluster.get<{ status: { phase: string } }>('v1', 'Pod', 'a', 'default')
  return seen(pod?.status.phase ?? '(no existe)')
}

const check = (id: string, rest: Partial<Check> = {}): Check => ({
  id,
  title: `T ${id}`,
  task: 1,
  observe: phase,
  ...rest,
})

describe('a verdict', () => {
  const pod = (status: string): Answer => ({ status: 200, body: { status: { phase: status } } })

  it('passes once what is awaited comes, and says where the cluster stood', async () => {
    let looks = 0
    answers = () => pod(++looks > 2 ? 'Running' : 'Pending')
    const verdict = await runGrader(kubeconfig(), { checks: [check('a', { withinMs: 3_600_000 })] }, context)
    expect(verdictSchema.parse(verdict)).toMatchObject({
      status: 'pass',
      score: 1,
      maxScore: 1,
      resourceVersion: '42',
      engine: { kind: 'existing', kubernetes: 'v1.35.1' },
      checks: [
        {
          id: 'a',
          status: 'pass',
          evidence: [{ object: 'v1/Pod/default/a', expected: 'Running', observed: 'Running' }],
        },
      ],
    })
  })

  it('fails when the patience in cluster time is over, with what was seen', async () => {
    answers = () => pod('Pending')
    const verdict = await runGrader(kubeconfig(), { checks: [check('a', { withinMs: 30_000 })] }, context)
    expect(verdict.status).toBe('fail')
    expect(verdict.checks[0]!.message).toMatch(
      /^Se esperaba status\.phase = Running en v1\/Pod\/default\/a, y se ve Pending\. Después de esperar \d+ s del reloj del cluster\.$/,
    )
    expect(verdict.checks[0]!.evidence).toEqual([
      { object: 'v1/Pod/default/a', field: 'status.phase', expected: 'Running', observed: 'Pending' },
    ])
  })

  it('does not wait for what will not change', async () => {
    const settled = check('a', { withinMs: 1e12, observe: () => Promise.resolve({ ...seen('Failed'), settled: true }) })
    expect((await runGrader(kubeconfig(), { checks: [settled] }, context)).status).toBe('fail')
  })

  it('does not use up the patience of what fails as foreseen, and only of that', async () => {
    answers = () => pod('Pending')
    const patient = { withinMs: 400_000 }
    const checks = [
      check('a', { withinMs: 1e12 }),
      check('b', { task: 2, ...patient }),
      check('c', { task: 3, ...patient }),
    ]
    const foreseen = [
      { task: 1, sentence: 'se ve Pending' },
      { task: 2, sentence: 'se ve Failed' },
    ]
    const { checks: results } = await runGrader(kubeconfig(), { checks }, { ...context, foreseen })
    expect(results.map(({ status }) => status)).toEqual(['fail', 'fail', 'fail'])
    const waited = results.map(({ message }) => Number(/esperar (\d+) s/.exec(message)?.[1]))
    expect(waited[1]).toBeGreaterThanOrEqual(400)
    expect(waited[2]).toBeGreaterThanOrEqual(400)
  })

  it('skips what depends on a failure, and says on which', async () => {
    answers = () => pod('Pending')
    const checks = [check('a', { withinMs: 0 }), check('b', { needs: ['a'] }), check('c', { needs: ['b'] })]
    const verdict = await runGrader(kubeconfig(), { checks }, context)
    expect(verdict.checks.map(({ status, message }) => [status, message])).toEqual([
      ['fail', 'Se esperaba status.phase = Running en v1/Pod/default/a, y se ve Pending.'],
      ['skipped', 'Depende de «T a».'],
      ['skipped', 'Depende de «T b».'],
    ])
  })

  it('wants it to stay so', async () => {
    let looks = 0
    answers = () => pod(++looks === 2 ? 'Failed' : 'Running')
    const verdict = await runGrader(
      kubeconfig(),
      { checks: [check('a', { holdsForMs: 60_000, withinMs: 0 })] },
      context,
    )
    expect(verdict.checks[0]!.status).toBe('fail')
    expect(verdict.checks[0]!.message).toMatch(/Llegó a estar bien \d+ s, y tenía que seguir así 60 s\.$/)
  })

  it('takes a 503 for a hiccup, and a 403 for no answer: never for a wrong one', async () => {
    let looks = 0
    answers = () => (++looks === 1 ? { status: 503, body: { message: 'calma' } } : pod('Running'))
    expect((await runGrader(kubeconfig(), { checks: [check('a')] }, context)).status).toBe('pass')
    answers = () => ({ status: 403, body: { message: 'pods is forbidden' } })
    const verdict = await runGrader(kubeconfig(), { checks: [check('a')] }, context)
    expect(verdict.status).toBe('error')
    expect(verdict.checks[0]!.message).toBe(
      'No se pudo evaluar: el API server respondió 403 (GET /api/v1/namespaces/default/pods/a): pods is forbidden.',
    )
  })

  it('does not blame the learner for a broken check', async () => {
    const broken = check('a', { observe: () => Promise.reject(new TypeError('x is null')) })
    const verdict = await runGrader(kubeconfig(), { checks: [broken] }, context)
    expect(verdict.message).toBe('No se pudo evaluar: la comprobación tiene un fallo (x is null). No es cosa tuya.')
  })

  it('ends at its deadline', async () => {
    answers = () => pod('Pending')
    const verdict = await runGrader(
      kubeconfig(),
      { checks: [check('a', { withinMs: 1e12 })] },
      { ...context, deadlineMs: 300 },
    )
    expect(verdict.status).toBe('error')
    expect(verdict.checks[0]!.message).toBe(
      'No se pudo evaluar: se acabó el tiempo que hay para evaluar un laboratorio.',
    )
  })

  it('asks a service through the API server, under the name it is given', async () => {
    answers = (path, host) => ({ status: 404, body: `${path} ${host}` })
    const asks = check('a', {
      withinMs: 0,
      observe: async (cluster) => {
        const { status, body } = await cluster.http({
          namespace: 'n',
          service: 's',
          port: 80,
          path: '/x?y=1',
          host: 'app1.mi-cluster.com',
        })
        return seen(`${status} ${body}`)
      },
    })
    const verdict = await runGrader(kubeconfig(), { checks: [asks] }, context)
    expect(verdict.checks[0]!.evidence![0]!.observed).toBe(
      '404 /api/v1/namespaces/n/services/s:80/proxy/x?y=1 app1.mi-cluster.com',
    )
  })
})

it('is an error, and not a wrong answer, when nobody listens', async () => {
  const verdict = await runGrader(kubeconfig(1), { checks: [check('a')] }, { ...context, deadlineMs: 500 })
  expect([verdict.status, verdict.resourceVersion, asked]).toEqual(['error', '', 0])
})
