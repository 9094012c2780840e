// When a k3s cluster can be used: the log line that starts it says much less.
import { setTimeout as wait } from 'node:timers/promises'
import { AppsV1Api, CoreV1Api, type KubeConfig, StorageV1Api } from '@kubernetes/client-node'
import type { ClusterSpec } from '../provider.ts'

const pollMs = 300

/**
 * Resolves once nodes, the default ServiceAccount, CoreDNS and what the lab asked for are there.
 * @param onWaiting told what is still missing, in Spanish, each time that changes.
 * Rejects when `signal` aborts, naming what was still missing.
 */
export async function untilReady(
  config: KubeConfig,
  spec: ClusterSpec,
  onWaiting: (missing: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let told = ''
  for (;;) {
    const missing = await firstMissing(config, spec)
    if (missing === undefined) return
    if (missing !== told) onWaiting(missing)
    told = missing
    if (signal.aborted) throw new Error(`El cluster k3s no ha llegado a estar listo: falta ${missing}.`)
    await wait(pollMs)
  }
}

async function firstMissing(config: KubeConfig, spec: ClusterSpec): Promise<string | undefined> {
  try {
    const core = config.makeApiClient(CoreV1Api)
    const { items: nodes } = await core.listNode()
    const ready = new Set(
      nodes
        .filter((node) => node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'))
        .map((node) => node.metadata?.name),
    )
    const node = spec.nodes.find(({ name }) => !ready.has(name))
    if (node) return `el nodo ${node.name}`
    await core.readNamespacedServiceAccount({ name: 'default', namespace: 'default' })
    if (!(await available(config, 'coredns'))) return 'CoreDNS'
    if (spec.ingress && !(await available(config, 'traefik'))) return 'el Ingress controller (traefik)'
    if (spec.storage && (await config.makeApiClient(StorageV1Api).listStorageClass()).items.length === 0) {
      return 'la StorageClass local-path'
    }
    return undefined
  } catch (error) {
    return `que conteste la API (${(error as Error).message.split('\n')[0]})`
  }
}

async function available(config: KubeConfig, deployment: string): Promise<boolean> {
  const { items } = await config.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace: 'kube-system' })
  const found = items.find(({ metadata }) => metadata?.name === deployment)
  return (found?.status?.availableReplicas ?? 0) > 0
}
