// What ingress → service → pod carries: requests a second and the slowest hundredth, beside the real nginx with the generated file before the same pod.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { embeddedProvider } from '../providers/embedded.ts'
import { readExtension } from '../providers/kubeconfig.ts'
import { nginxConf } from '../traffic/ingress/nginx.ts'
import type { Ingress } from '../traffic/objects.ts'
import { connect } from './cluster.ts'
import { residentMB } from './memory.ts'
import { deployment, ingress, service } from './workloads.ts'

const name = 'carga'
const host = `${name}.mi-cluster.com`
const nginx = '/usr/sbin/nginx'
const clients = 16
const measuredRequests = 20_000
const roundsOfMemory = 10
/** A busy machine does not take all evening. */
const memoryMsMax = 600_000

/** @param total requests of the run that looks at memory */
export async function ingressBench(folder: string, total: number): Promise<void> {
  const provider = embeddedProvider(join(folder, 'ingress'))
  const spec = { id: 'ingress', nodes: [{ name: 'nodo1' }], ingress: true, storage: false }
  const { kubeconfig } = await provider.start(spec)
  await using cluster = connect(kubeconfig)
  await cluster.send('POST', '/apis/apps/v1/namespaces/default/deployments', deployment(name))
  await cluster.send('POST', '/api/v1/namespaces/default/services', service(name))
  await cluster.send('POST', '/apis/networking.k8s.io/v1/namespaces/default/ingresses', ingress(name))
  const port = Number(new URL(readExtension(kubeconfig)!.ingress!).port)
  while ((await once(port)) !== 200);
  await load(port, measuredRequests / 4)
  const ours = await load(port, measuredRequests)
  print('ingress → service → pod', ours)
  const theirs = await besideNginx(folder)
  if (theirs) {
    print('nginx with the generated file → a server of Node', theirs)
    console.log(
      `ratio: ${(ours.perSecond / theirs.perSecond).toFixed(3)} of its requests a second, ${(ours.p99 / theirs.p99).toFixed(1)} × its p99`,
    )
  } else console.log(`no nginx at ${nginx}: nothing to compare with`)
  if (process.platform !== 'linux') console.log('memory: measured on Linux only')
  else await memory(port, total, Number(readFileSync(join(folder, 'ingress', 'host.pid'), 'utf8')))
  await provider.close()
}

interface Measured {
  perSecond: number
  p50: number
  p99: number
}

function print(what: string, { perSecond, p50, p99 }: Measured): void {
  console.log(
    `${what}, ${clients} clients that keep their connections: ${perSecond.toFixed(0)} requests/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
  )
}

async function load(port: number, count: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const times: number[] = []
  const begun = performance.now()
  let left = count
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const sent = performance.now()
      const status = await once(port, agent)
      if (status !== 200) throw new Error(`the answer was ${status}`)
      times.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const tookMs = performance.now() - begun
  agent.destroy()
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)]!
  return { perSecond: (count / tookMs) * 1000, p50: at(0.5), p99: at(0.99) }
}

function once(port: number, agent?: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    ask({ host: '127.0.0.1', port, headers: { host }, ...(agent ? { agent } : {}) }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode ?? 0))
    })
      .once('error', reject)
      .end()
  })
}

/** The same Ingress, as nginx carries it out; undefined where it is not installed. */
async function besideNginx(folder: string): Promise<Measured | undefined> {
  if (!existsSync(nginx)) return undefined
  const backend = createServer((_request, response) => response.end('ok\n'))
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve))
  const { port: backendPort } = backend.address() as AddressInfo
  const listen = await freePort()
  const metadata = { namespace: 'default', name }
  const world = {
    ingresses: [{ ...(ingress(name) as Ingress), metadata }],
    services: [{ metadata, spec: { ports: [{ port: 80, targetPort: 8080 }] } }],
    slices: [
      {
        metadata: { ...metadata, labels: { 'kubernetes.io/service-name': name } },
        addressType: 'IPv4' as const,
        ports: [{ name: '', port: backendPort, protocol: 'TCP' }],
        endpoints: [{ addresses: ['127.0.0.1'] }],
      },
    ],
  }
  const home = join(folder, 'nginx')
  mkdirSync(home, { recursive: true })
  const own = `daemon off;\nmaster_process off;\nerror_log stderr;\npid ${home}/nginx.pid;\n`
  writeFileSync(
    join(home, 'nginx.conf'),
    own + nginxConf(world, { listen }).replace('http {', 'http {\n    access_log off;'),
  )
  const running = spawn(nginx, ['-p', home, '-c', join(home, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    while ((await once(listen).catch(() => 0)) !== 200) await new Promise((resolve) => setTimeout(resolve, 50))
    await load(listen, measuredRequests / 4)
    return await load(listen, measuredRequests)
  } finally {
    running.kill()
    backend.close()
    backend.closeAllConnections()
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Of the clusters' process, after each tenth of the requests. */
async function memory(port: number, total: number, pid: number): Promise<void> {
  const sizes: number[] = []
  const begun = performance.now()
  let sent = 0
  for (let round = 0; round < roundsOfMemory && performance.now() - begun < memoryMsMax; round++) {
    sent += Math.ceil(total / roundsOfMemory)
    await load(port, Math.ceil(total / roundsOfMemory))
    sizes.push(residentMB(pid))
  }
  const seconds = (performance.now() - begun) / 1000
  console.log(
    `memory over ${sent} requests (${seconds.toFixed(0)} s), MB after each tenth of ${total}: ${sizes.map((size) => size.toFixed(0)).join(' ')}`,
  )
}
