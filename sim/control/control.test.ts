// A cluster steered through its own paths, as kubectl's `--raw` would.
import { beforeAll, describe, expect, it } from 'vitest'
import { createCluster, type SimCluster } from '../cluster.ts'
import { realClock, type SteeredClock } from '../clock.ts'
import type { Event, Pod } from '../generated/types.ts'

const bornMs = Date.UTC(2027, 0, 1)
let cluster: SimCluster
let clock: SteeredClock

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: never }> {
  const request = new Request(`https://cluster${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const answer = await cluster.handle(request)
  return { status: answer.status, body: (await answer.json()) as never }
}

async function get<T>(path: string): Promise<T> {
  const { status, body } = await call('GET', path)
  expect(status).toBe(200)
  return body
}

async function steer(order: object): Promise<{ now: string; passedMs: number; reached: boolean }> {
  const { status, body } = await call('POST', '/timonel/v1/clock', order)
  expect(status).toBe(200)
  return body
}

const pods = '/api/v1/namespaces/default/pods'
const sick: Pod = {
  metadata: { name: 'enfermo' },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'c',
        image: 'busybox:1.36',
        command: ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'],
        livenessProbe: { exec: { command: ['false'] }, periodSeconds: 10, failureThreshold: 3 },
      },
    ],
  },
}

interface Told {
  revision: number
  oldest: number
  moments: {
    revision: number
    at: string
    type: string
    kind: string
    name: string
    fields?: string[]
    event?: { reason: string; message: string }
  }[]
}

async function killing(): Promise<Told['moments']> {
  const { moments } = await get<Told>('/timonel/v1/timeline')
  return moments.filter(({ event, type }) => event?.reason === 'Killing' && type === 'create')
}

beforeAll(async () => {
  clock = realClock(1, { atMs: bornMs, paused: true })
  cluster = createCluster({
    spec: { id: 'mandado', nodes: [{ name: 'nodo1' }, { name: 'nodo2' }], ingress: false, storage: false },
    clock,
    rootCertificate: '',
    onError: (where, error) => {
      throw new Error(where, { cause: error })
    },
  })
  let usable = false
  void cluster.start().then(() => (usable = true))
  await clock.run(bornMs + 60_000, () => usable)
  expect(usable).toBe(true)
})

describe('the clock of a cluster', () => {
  it('stands while it is held, and what is asked is answered all the same', async () => {
    const before = await get<{ now: string; paused: boolean }>('/timonel/v1/clock')
    expect(before.paused).toBe(true)
    expect((await call('POST', pods, sick)).status).toBe(201)
    const pod = await get<Pod>(`${pods}/enfermo`)
    expect(pod.metadata.creationTimestamp).toBe(before.now.slice(0, 19) + 'Z')
    expect((await get<{ now: string }>('/timonel/v1/clock')).now).toBe(before.now)
    expect(pod.status?.containerStatuses?.[0]?.started).not.toBe(true)
  })

  it('runs until a condition holds, in the words of kubectl wait', async () => {
    const until = { path: `${pods}/enfermo`, for: 'condition=Ready' }
    const { reached, passedMs } = await steer({ do: 'run', until })
    expect(reached).toBe(true)
    expect(passedMs).toBeLessThan(20_000)
    expect((await steer({ do: 'run', until })).passedMs).toBe(0)
  })

  it('runs to what happens next, and no further', async () => {
    const { moments } = await get<Told>('/timonel/v1/timeline')
    const { reached } = await steer({ do: 'run', event: true })
    expect(reached).toBe(true)
    const { moments: news } = await get<Told>(`/timonel/v1/timeline?after=${moments.at(-1)!.revision}`)
    expect(news.length).toBeGreaterThan(0)
    expect(new Set(news.map(({ at }) => at)).size).toBe(1)
  })

  it('lets fifty minutes pass: the pod has been restarted as often as it takes', async () => {
    const { passedMs } = await steer({ do: 'run', seconds: 3000 })
    expect(passedMs).toBe(3_000_000)
    const pod = await get<Pod>(`${pods}/enfermo`)
    // Every 30 s and the back-off's growing delay.
    expect(pod.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(8)
    expect(pod.status?.containerStatuses?.[0]?.restartCount).toBeLessThan(40)
    const { items } = await get<{ items: Event[] }>('/api/v1/namespaces/default/events')
    const backOff = items.find(({ reason }) => reason === 'BackOff')!
    expect(Date.parse(backOff.lastTimestamp!)).toBeGreaterThan(Date.parse(pod.metadata.creationTimestamp!) + 2_400_000)
    expect(Date.parse(backOff.lastTimestamp!)).toBeLessThanOrEqual(clock.now())
  })

  it.each([
    [{ do: 'jump' }, 'do: must be one of pause, hold, resume, run'],
    [{ do: 'run' }, 'run: needs one of seconds, to, event: true, until, news'],
    [{ do: 'run', seconds: -1 }, 'seconds: must be a number from 0 to 34560000'],
    [{ do: 'run', to: 'mañana' }, 'to: must be an instant in RFC 3339'],
    [{ do: 'run', until: { path: '/api/v1/pods', for: 'delete' } }, 'until.path: must be the path of an object'],
    [
      { do: 'run', until: { path: `${pods}/enfermo`, for: 'ready' } },
      'until.for: must be condition=NAME, condition=NAME=VALUE, jsonpath={.field}=VALUE, create or delete',
    ],
  ])('refuses %j', async (order, message) => {
    expect(await call('POST', '/timonel/v1/clock', order)).toMatchObject({ status: 400, body: { message } })
  })
})

describe('the past of a cluster', () => {
  it('is there as it was at any moment, by the server own lists', async () => {
    const [first] = await killing()
    expect(first?.event?.message).toBe('Container c failed liveness probe, will be restarted')
    const { items } = await get<{ items: Pod[] }>(
      `${pods}?resourceVersion=${first!.revision}&resourceVersionMatch=Exact`,
    )
    expect(items[0]?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 0, state: { running: {} } })
  })

  it('comes back: the pod, its node and the clock, and goes on from there', async () => {
    const [first] = await killing()
    const now = await get<Pod>(`${pods}/enfermo`)
    await call('POST', pods, { metadata: { name: 'posterior' }, spec: sick.spec })
    expect((await call('POST', '/timonel/v1/timeline', { revision: first!.revision })).status).toBe(200)
    const then = await get<Pod>(`${pods}/enfermo`)
    expect(then.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 0, state: { running: {} } })
    expect(then.metadata.uid).toBe(now.metadata.uid)
    expect(then.status?.podIP).toBe(now.status?.podIP)
    expect(Number(then.metadata.resourceVersion)).toBeGreaterThan(Number(now.metadata.resourceVersion))
    expect((await call('GET', `${pods}/posterior`)).status).toBe(404)
    expect((await get<{ now: string }>('/timonel/v1/clock')).now).toBe(first!.at)
    await steer({ do: 'run', seconds: 100 })
    const later = await get<Pod>(`${pods}/enfermo`)
    expect(later.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThanOrEqual(2)
    expect(later.status?.containerStatuses?.[0]?.restartCount).toBeLessThan(4)
  })

  it('undoes an undoing too', async () => {
    const { revision } = await get<Told>('/timonel/v1/timeline')
    await call('DELETE', `${pods}/enfermo`)
    await steer({ do: 'run', seconds: 60 })
    expect((await call('GET', `${pods}/enfermo`)).status).toBe(404)
    await call('POST', '/timonel/v1/timeline', { revision })
    expect((await get<Pod>(`${pods}/enfermo`)).metadata.deletionTimestamp).toBeUndefined()
    await steer({ do: 'run', seconds: 60 })
    expect((await get<Pod>(`${pods}/enfermo`)).spec?.nodeName).toMatch(/^nodo/)
  })

  it('refuses moments that have not been or are forgotten', async () => {
    expect(await call('POST', '/timonel/v1/timeline', { revision: 10 ** 6 })).toMatchObject({ status: 400 })
    expect(await call('POST', '/timonel/v1/timeline', { revision: 'ayer' })).toMatchObject({
      status: 400,
      body: { message: 'revision: must be a whole number greater than 0' },
    })
  })
})

describe('time that is held', () => {
  const slow: Pod = {
    metadata: { name: 'lento', labels: { app: 'lento' } },
    spec: {
      containers: [
        {
          name: 'c',
          image: 'busybox:1.36',
          command: [
            'sh',
            '-c',
            "mkdir -p /w/cgi-bin; printf '#!/bin/sh\\nsleep 3; echo; echo hecho\\n' > /w/cgi-bin/x; chmod +x /w/cgi-bin/x; httpd -f -p 80 -h /w",
          ],
        },
      ],
    },
  }

  it('passes until there is news behind one of the paths, and no less than was asked', async () => {
    await call('DELETE', `${pods}/enfermo`)
    await steer({ do: 'run', until: { path: `${pods}/enfermo`, for: 'delete' } })
    await steer({ do: 'hold' })
    await call('POST', pods, slow)
    const { metadata } = await get<{ metadata: { resourceVersion: string } }>(pods)
    const news = { paths: [`${pods}/lento`, '/api/v1/configmaps'], since: metadata.resourceVersion, afterSeconds: 5 }
    const ran = await steer({ do: 'run', news, withinSeconds: 60 })
    expect(ran).toMatchObject({ reached: true, passedMs: 5000, news: { paths: [`${pods}/lento`] } })
    const { until } = (ran as unknown as { news: { until: string } }).news
    const quiet = { ...news, since: until }
    expect(await steer({ do: 'run', news: quiet, withinSeconds: 60 })).toMatchObject({
      reached: false,
      passedMs: 60_000,
      news: { paths: [] },
    })
  })

  it('passes for who waits for a pod, as long as its answer takes, and stands again', async () => {
    const before = clock.now()
    const request = new Request(`https://cluster${pods}/lento/proxy/cgi-bin/x`)
    const answer = await cluster.handle(request)
    expect((await answer.text()).trim()).toBe('hecho')
    expect(clock.now() - before).toBe(3000)
    await call('GET', pods)
    expect(clock.now() - before).toBe(3000)
    expect(clock.paused).toBe(true)
  })

  it.each([
    [{ paths: 'x', since: '1', afterSeconds: 1 }, 'news.paths: must be a list of paths'],
    [{ paths: [], since: 'x', afterSeconds: 1 }, 'news.since: must be a resourceVersion'],
    [{ paths: [], since: '1' }, 'news.afterSeconds: must be a number from 0 to 34560000'],
  ])('refuses %j', async (news, message) => {
    expect(await call('POST', '/timonel/v1/clock', { do: 'run', news })).toMatchObject({
      status: 400,
      body: { message },
    })
  })
})

it('tells why a pod went where it did, and why another goes nowhere', async () => {
  const big = { requests: { cpu: '100' } }
  await call('POST', pods, { metadata: { name: 'cabe' }, spec: sick.spec })
  await call('POST', pods, {
    metadata: { name: 'enorme' },
    spec: { containers: [{ name: 'c', image: 'busybox:1.36', resources: big }] },
  })
  await steer({ do: 'run', seconds: 1 })
  const { nodeName } = (await get<Pod>(`${pods}/cabe`)).spec!
  const fits = await get<{ nodes: { name: string; chosen: boolean; total: number; points: Record<string, number> }[] }>(
    '/timonel/v1/scheduling/default/cabe',
  )
  expect(fits.nodes.find(({ chosen }) => chosen)?.name).toBe(nodeName)
  for (const { points, total } of fits.nodes) {
    expect(Object.values(points).reduce((sum, value) => sum + value)).toBe(total)
  }
  expect(await get('/timonel/v1/scheduling/default/enorme')).toMatchObject({
    nodes: ['nodo1', 'nodo2'].map((name) => ({
      name,
      feasible: false,
      refusedBy: { plugin: 'NodeResourcesFit', reasons: ['Insufficient cpu'] },
    })),
    message:
      '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
  })
  expect((await call('GET', '/timonel/v1/scheduling/default/nadie')).status).toBe(404)
})
