#!/usr/bin/env node
// `npm run bench`: how long the embedded cluster takes, beside a real one in the same run when --peer names its kubeconfig.
import { readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { request } from 'undici'
import { embeddedProvider } from '../providers/embedded.ts'
import { readExtension } from '../providers/kubeconfig.ts'
import type { ClusterSpec } from '../providers/provider.ts'
import { type BenchCluster, connect } from './cluster.ts'
import { ingressBench } from './ingress.ts'
import { memoryPerCluster } from './memory.ts'
import { proofsBench } from './proofs.ts'
import { rolloutBench } from './rollout.ts'
import { schedulerBench } from './scheduler.ts'
import { timeBench } from './time.ts'
import { trafficBench } from './traffic.ts'
import { claim, deployment, ingress, service, volume } from './workloads.ts'

const { values: options } = parseArgs({
  options: {
    peer: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    clusters: { type: 'string', default: '100' },
    scheduler: { type: 'boolean', default: false },
    rollout: { type: 'boolean', default: false },
    traffic: { type: 'boolean', default: false },
    ingress: { type: 'boolean', default: false },
    requests: { type: 'string', default: '1000000' },
    time: { type: 'boolean', default: false },
    proofs: { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const peerConfig = options.peer === undefined ? undefined : readFileSync(options.peer, 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'timonel-bench-'))
const provider = embeddedProvider(folder)
const spec: ClusterSpec = {
  id: 'bench',
  nodes: ['nodo1', 'nodo2', 'nodo3'].map((name) => ({ name })),
  ingress: true,
  storage: true,
}

const deployments = '/apis/apps/v1/namespaces/default/deployments'

/** Milliseconds of each round. */
type Measure = (cluster: BenchCluster, name: string, ingressUrl: string | undefined) => Promise<number | undefined>

const measures: Record<string, { aimMs: number; run: Measure }> = {
  'apply → Bound': { aimMs: 200, run: applyToBound },
  'apply → 3 Ready': { aimMs: 500, run: applyToReady },
  'apply → Ingress answers': { aimMs: 500, run: applyToIngress },
}

try {
  const { scheduler, rollout, traffic, time, proofs } = options
  if (scheduler || rollout || traffic || options.ingress || time || proofs) {
    if (options.proofs) await proofsBench()
    if (options.time) await timeBench()
    if (options.traffic) trafficBench()
    if (options.ingress) await ingressBench(folder, Number(options.requests))
    if (options.rollout) await rolloutBench(folder, peerConfig)
    if (options.scheduler) await schedulerBench(folder, peerConfig)
  } else await all()
} finally {
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
}

async function all(): Promise<void> {
  const starts: number[] = []
  for (let round = 0; round < rounds; round++) starts.push(await startToAnswer(`start-${round}`))
  report('start → first answer', starts, 100)
  const embedded = await provider.start(spec)
  await using ours = connect(embedded.kubeconfig)
  const peer = peerConfig === undefined ? undefined : connect(peerConfig)
  for (const [name, { aimMs, run }] of Object.entries(measures)) {
    const mine: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      const label = `bench-${Date.now().toString(36)}`
      keep(mine, await run(ours, label, readExtension(embedded.kubeconfig)?.ingress))
      if (peer) keep(theirs, await run(peer, label, readExtension(peerConfig!)?.ingress))
    }
    report(name, mine, aimMs, theirs)
  }
  await peer?.[Symbol.asyncDispose]()
  await embedded.stop()
  await memoryPerCluster(folder, Number(options.clusters))
}

function keep(list: number[], value: number | undefined): void {
  if (value !== undefined) list.push(value)
}

async function startToAnswer(id: string): Promise<number> {
  const begun = performance.now()
  const cluster = await provider.start({ ...spec, id })
  await using connection = connect(cluster.kubeconfig)
  await connection.send('GET', '/api/v1/nodes')
  const took = performance.now() - begun
  await cluster.stop()
  return took
}

async function applyToBound(cluster: BenchCluster, name: string): Promise<number> {
  const claims = '/api/v1/namespaces/default/persistentvolumeclaims'
  const begun = performance.now()
  await cluster.send('POST', '/api/v1/persistentvolumes', volume(name))
  await cluster.send('POST', claims, claim(name))
  await cluster.until(`${claims}?fieldSelector=metadata.name=${name}`, ({ status }) => status?.phase === 'Bound')
  const took = performance.now() - begun
  await cluster.send('DELETE', `${claims}/${name}`)
  await cluster.send('DELETE', `/api/v1/persistentvolumes/${name}`)
  return took
}

/** undefined on a cluster that has no nodes to run pods on. */
async function applyToReady(cluster: BenchCluster, name: string): Promise<number | undefined> {
  if (!(await hasNodes(cluster))) return undefined
  const begun = performance.now()
  await cluster.send('POST', deployments, deployment(name))
  await ready(cluster, name)
  const took = performance.now() - begun
  await cluster.send('DELETE', `${deployments}/${name}`)
  return took
}

async function applyToIngress(
  cluster: BenchCluster,
  name: string,
  url: string | undefined,
): Promise<number | undefined> {
  if (url === undefined) return undefined
  const services = '/api/v1/namespaces/default/services'
  const ingresses = '/apis/networking.k8s.io/v1/namespaces/default/ingresses'
  const begun = performance.now()
  await cluster.send('POST', deployments, deployment(name))
  await cluster.send('POST', services, service(name))
  await cluster.send('POST', ingresses, ingress(name))
  for (;;) {
    // Not fetch, which sends the URL's own host.
    const { statusCode, body } = await request(url, { headers: { host: `${name}.mi-cluster.com` } })
    await body.dump()
    if (statusCode === 200) break
  }
  const took = performance.now() - begun
  for (const path of [ingresses, services, deployments]) await cluster.send('DELETE', `${path}/${name}`)
  return took
}

async function hasNodes(cluster: BenchCluster): Promise<boolean> {
  const { items } = (await cluster.send('GET', '/api/v1/nodes')) as unknown as { items: unknown[] }
  return items.length > 0
}

function ready(cluster: BenchCluster, name: string): Promise<void> {
  return cluster.until(
    `${deployments}?fieldSelector=metadata.name=${name}`,
    ({ status }) => status?.readyReplicas === 3,
  )
}

function report(name: string, mine: number[], aimMs: number, theirs: number[] = []): void {
  const shown = (list: number[]): string =>
    `${median(list).toFixed(0)} ms (${Math.min(...list).toFixed(0)}–${Math.max(...list).toFixed(0)})`
  const peer = theirs.length > 0 ? `, real ${shown(theirs)}, ratio ${(median(mine) / median(theirs)).toFixed(3)}` : ''
  console.log(`${name}: ${shown(mine)}, aim < ${aimMs} ms${peer}`)
}

function median(list: number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!
}
