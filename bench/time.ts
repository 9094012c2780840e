// What passing time costs: a cluster in this process, on a clock that runs as fast as the machine can. A busy machine makes the
// wall's time worthless, so the processor's own is told beside it.
import { realClock, type SteeredClock } from '../sim/clock.ts'
import { createCluster, type SimCluster } from '../sim/cluster.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const bornMs = Date.UTC(2027, 0, 1)

/** Prints a line each: fifty minutes of a probe, a thousand pods with probes at rest, a hundred days of an hourly CronJob. */
export async function timeBench(): Promise<void> {
  await fiftyMinutes()
  // Before what leaves a large heap behind, in which its memory would not be seen.
  await thousandAtRest()
  await hundredDays()
}

interface Running {
  cluster: SimCluster
  clock: SteeredClock
  create(path: string, object: object): Promise<void>
}

async function start(nodeCount: number): Promise<Running> {
  const clock = realClock(1, { atMs: bornMs, paused: true })
  const nodes = Array.from({ length: nodeCount }, (_, at) => ({ name: `nodo${at + 1}` }))
  const cluster = createCluster({
    spec: { id: 'bench', nodes, ingress: false, storage: false },
    clock,
    rootCertificate: '',
    onError: (where, error) => console.error(where, error),
  })
  let usable = false
  void cluster.start().then(() => (usable = true))
  await clock.run(bornMs + 10 * minuteMs, () => usable)
  return {
    cluster,
    clock,
    async create(path, object) {
      const body = JSON.stringify(object)
      const headers = { 'content-type': 'application/json' }
      const answer = await cluster.handle(new Request(`https://bench${path}`, { method: 'POST', headers, body }))
      if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
    },
  }
}

interface Cost {
  wallMs: number
  cpuMs: number
}

async function pass({ clock }: Running, ms: number): Promise<Cost> {
  const begunMs = performance.now()
  const before = process.cpuUsage()
  await clock.run(clock.now() + ms)
  const { user, system } = process.cpuUsage(before)
  return { wallMs: performance.now() - begunMs, cpuMs: (user + system) / 1000 }
}

const told = ({ wallMs, cpuMs }: Cost, aimMs: number): string =>
  `${wallMs.toFixed(0)} ms (processor ${cpuMs.toFixed(0)} ms), aim < ${aimMs} ms`

async function fiftyMinutes(): Promise<void> {
  const running = await start(1)
  await running.create('/api/v1/namespaces/default/pods', {
    metadata: { name: 'nextcloud' },
    spec: {
      containers: [
        {
          name: 'nextcloud',
          image: 'busybox:1.36',
          command: ['sleep', '999999'],
          startupProbe: {
            exec: { command: ['false'] },
            initialDelaySeconds: 5,
            periodSeconds: 10,
            failureThreshold: 300,
          },
        },
      ],
    },
  })
  console.log(`fifty minutes of a startup probe: ${told(await pass(running, 50 * minuteMs), 1000)}`)
  await running.cluster.stop()
}

async function hundredDays(): Promise<void> {
  const running = await start(1)
  const template = {
    spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.36', command: ['true'] }] },
  }
  await running.create('/apis/batch/v1/namespaces/default/cronjobs', {
    metadata: { name: 'copia' },
    spec: { schedule: '0 * * * *', jobTemplate: { spec: { template } } },
  })
  console.log(`a hundred days of an hourly CronJob: ${told(await pass(running, 100 * dayMs), 5000)}`)
  await running.cluster.stop()
}

const pods = 1000
const nodes = 10

async function thousandAtRest(): Promise<void> {
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  const running = await start(nodes)
  const httpGet = { path: '/', port: 80 }
  const container = { name: 'c', image: 'nginx:1.29', readinessProbe: { httpGet }, livenessProbe: { httpGet } }
  await running.create('/apis/apps/v1/namespaces/default/deployments', {
    metadata: { name: 'web' },
    spec: {
      replicas: pods,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } },
    },
  })
  const begun = await pass(running, 10 * minuteMs)
  console.log(`${pods} pods with two probes, from nothing to Ready: processor ${begun.cpuMs.toFixed(0)} ms`)
  const { cpuMs } = await pass(running, minuteMs)
  const share = ((cpuMs / minuteMs) * 100).toFixed(1)
  const megabytes = ((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)
  console.log(`${pods} pods with two probes every 10 s at rest: ${share} % of one core, ${megabytes} MB`)
  await running.cluster.stop()
}
