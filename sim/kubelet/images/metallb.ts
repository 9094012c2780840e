// MetalLB: its controller gives addresses of the pools to LoadBalancer Services; its speaker on each node says which of them it answers for. Rules: metallb 0.15, mode L2
import { nodes, pods, services } from '../../api/refs.ts'
import { sha256 } from '../../api/sha256.ts'
import { ApiError } from '../../api/status.ts'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { timestamp } from '../../clock.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { assignAddresses } from './metallb/assign.ts'
import { addressesOf, addressPools, advertisements } from './metallb/pools.ts'
import { treeWith } from './server.ts'

const lookMs = 1000

const controller: Program = async (process) => {
  const { context } = process.machine
  const assigner = {
    context,
    recorder: context.recorderFor('metallb-controller'),
    loadBalancerClass: argument(process, 'lb-class'),
  }
  return looking(process, async () => assignAddresses(assigner, await listed(process, addressPools)))
}

const speaker: Program = async (process) => {
  const { context, nodeName } = process.machine
  const recorder = context.recorderFor('metallb-speaker')
  const announced = new Map<string, string>()
  return looking(process, async () => {
    const advertised = await listed(process, advertisements)
    const pools = (await listed(process, addressPools)).filter(({ metadata }) =>
      advertised.some(({ spec }) => spec?.ipAddressPools?.includes(metadata.name!) ?? true),
    )
    const addresses = new Set(pools.flatMap(addressesOf))
    for (const service of context.informers.for(services).list()) {
      const address = service.status?.loadBalancer?.ingress?.[0]?.ip
      const mine = address !== undefined && addresses.has(address) && announcer(process, address) === nodeName
      const { uid = '' } = service.metadata
      if (!mine) announced.delete(uid)
      else if (announced.get(uid) !== address) {
        announced.set(uid, address)
        recorder.event(service, 'Normal', 'nodeAssigned', `announcing from node "${nodeName}" with protocol "layer2"`)
      }
    }
  })
}

export const metalLbController = defineImage({
  names: ['quay.io/metallb/controller'],
  digest: 'sha256:4cc4b2b7a5d9cd1d4ba6ac3f7d8f3b60f8a7f6bde1a7c2b5f0d6f97b9a1e4c53',
  sizeBytes: 28_311_552,
  memoryMiB: 30,
  entrypoint: ['/controller'],
  user: 65_534,
  programs: { 'metallb-controller': controller },
  tree: (nowMs) => treeWith(nowMs, { '/controller': { program: 'metallb-controller' } }),
})

export const metalLbSpeaker = defineImage({
  names: ['quay.io/metallb/speaker'],
  digest: 'sha256:9a6ba4d6b1f3c7e58d2b0f4c6a8e1d3f5b7092a4c6e8d1f3b5a7c9e0d2f4b681',
  sizeBytes: 51_380_224,
  memoryMiB: 30,
  entrypoint: ['/speaker'],
  programs: { 'metallb-speaker': speaker },
  tree: (nowMs) => treeWith(nowMs, { '/speaker': { program: 'metallb-speaker' } }),
})

/** Looks every second until it is asked to end. Status 1 where the definitions of MetalLB's own kinds are missing. */
async function looking(process: Process, look: () => Promise<void>): Promise<number> {
  const { context, clock } = process.machine
  const stopped = new AbortController()
  const end = (): void => stopped.abort()
  process.killed.addEventListener('abort', end, { once: true })
  for (const signal of [signals.TERM!, signals.INT!]) process.onSignal(signal, end)
  const tell = (level: string, fields: Record<string, string>): Promise<void> =>
    process.print(`${JSON.stringify({ level, ts: timestamp(clock.now()), ...fields })}\n`)
  await tell('info', { branch: 'main', caller: 'main.go', goversion: 'gc / go1.24.6 / amd64', msg: 'MetalLB started' })
  while (!stopped.signal.aborted) {
    try {
      await look()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (error instanceof MissingKindError) {
        await tell('error', { msg: 'failed to create k8s client', error: error.message })
        return 1
      }
      // A conflict or a pool that cannot be read: the next look may find it mended.
      await tell('error', { op: 'sync', error: error.message, msg: 'failed to sync' })
      if (!(error instanceof ApiError)) context.onError('metallb', error)
    }
    await process.sleep(lookMs)
  }
  return 0
}

class MissingKindError extends Error {}

async function listed<T extends KubeObject>(process: Process, ref: ResourceRef<T>): Promise<T[]> {
  try {
    return (await process.machine.context.client.list(ref, namespaceOf(process.env))).items
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 404) throw error
    throw new MissingKindError(`no matches for kind "${ref.kind}" in version "${ref.group}/${ref.version}"`)
  }
}

/**
 * The node that answers for an address: the first by a digest of both among those that are ready and, where speakers know
 * of each other, have one.
 */
function announcer({ machine, env }: Process, address: string): string | undefined {
  const { informers } = machine.context
  const labels = env.get('METALLB_ML_LABELS')
  const speakers =
    labels === undefined
      ? undefined
      : informers
          .for(pods)
          .list(namespaceOf(env))
          .filter(({ metadata, status }) => status?.phase === 'Running' && hasLabels(metadata.labels ?? {}, labels))
          .map(({ spec }) => spec?.nodeName)
  const able = informers
    .for(nodes)
    .list()
    .filter(
      ({ metadata, status }) =>
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') &&
        (speakers?.includes(metadata.name) ?? true),
    )
  const ranked = able.map(({ metadata }) => ({ name: metadata.name!, rank: sha256(`${metadata.name}#${address}`) }))
  return ranked.toSorted((a, b) => a.rank.localeCompare(b.rank))[0]?.name
}

/** @param wanted `app=metallb,component=speaker` */
function hasLabels(labels: Record<string, string>, wanted: string): boolean {
  return wanted.split(',').every((pair) => {
    const [key = '', value = ''] = pair.split('=')
    return labels[key] === value
  })
}

function namespaceOf(env: Process['env']): string {
  return env.get('METALLB_NAMESPACE') ?? 'metallb-system'
}

/** The value of `--name=value`. */
function argument({ args }: Process, name: string): string | undefined {
  return args.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)
}
