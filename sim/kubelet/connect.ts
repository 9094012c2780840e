// What the API server passes on to the nodes: logs, requests, commands, connections.
import { services } from '../api/refs.ts'
import { badRequest, failure, notFound } from '../api/status.ts'
import { pods } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { ContainerStatus, Pod, Service } from '../generated/types.ts'
import { ConnectError } from '../network/connection.ts'
import { fromWeb, type Network } from '../network/network.ts'
import { NodeRefusal, type Connect, type LogOptions, type ProxyTarget } from '../server/connect.ts'
import { attachSession, execSession } from './command-session.ts'
import type { ContainerRun } from './container-run.ts'
import type { Kubelet } from './kubelet.ts'
import { forwardTo } from './port-forward.ts'

/** Who asks: the API server, from the first address of the nodes' network. */
const apiServerOrigin = { address: '172.18.0.1' }

/** What the API server's handler needs of the nodes and the network. */
export function createConnect(context: Context, network: Network, kubelets: readonly Kubelet[]): Connect {
  return {
    log(pod, options) {
      const run = loggedRun(kubelets, pod, options)
      const { follow, timestamps, tailLines, limitBytes } = options
      return run.log.read({
        follow: follow && !options.previous,
        timestamps,
        ...(tailLines === undefined ? {} : { tailLines }),
        ...(limitBytes === undefined ? {} : { limitBytes }),
        ...since(options, context.clock.now()),
      })
    },
    exec(pod, { container, command, ...streams }) {
      const run = runningRun(kubelets, pod, container)
      if (!run) throw new NodeRefusal(500, `container not found (${JSON.stringify(container)})`)
      return execSession(
        run,
        command,
        streams,
        runtimeId(() => context.random()),
      )
    },
    attach(pod, { container, ...streams }) {
      const run = runningRun(kubelets, pod, container)
      if (!run) throw new NodeRefusal(500, `container ${container} not found in pod ${fullName(pod)}`)
      return attachSession(run, streams)
    },
    forward(pod) {
      const address = workerOf(kubelets, pod)?.state.address
      if (!address) throw new NodeRefusal(500, `pod not found (${JSON.stringify(fullName(pod))})`)
      return forwardTo(network, pod, address)
    },
    async proxy(target, path, request) {
      const { address, port } = await addressOf(context, network, target)
      const url = new URL(path, 'http://cluster')
      const wire = target.wire ? { wire: target.wire } : {}
      const passed = { ...fromWeb(request), target: `${url.pathname}${url.search}`, ...wire }
      try {
        return await network.http(apiServerOrigin, address, port, passed, request.signal)
      } catch (error) {
        throw unavailable(`error trying to reach service: ${reachWords(error, address, port)}`)
      }
    },
  }
}

function workerOf(kubelets: readonly Kubelet[], { metadata, spec }: Pod) {
  return kubelets.find(({ nodeName }) => nodeName === spec?.nodeName)?.workerOf(metadata.uid!)
}

function runningRun(kubelets: readonly Kubelet[], pod: Pod, container: string): ContainerRun | undefined {
  const run = workerOf(kubelets, pod)?.state.runs.get(container)?.at(-1)
  return run && !run.exit ? run : undefined
}

/** How the kubelet names a pod. */
function fullName({ metadata }: Pod): string {
  return `${metadata.name}_${metadata.namespace}`
}

/** 64 hexadecimal digits, as the container runtime names things. */
function runtimeId(random: () => number): string {
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('')
}

function since({ sinceSeconds, sinceTime }: LogOptions, nowMs: number): { sinceMs?: number } {
  if (sinceTime !== undefined) return { sinceMs: Date.parse(sinceTime) }
  return sinceSeconds === undefined ? {} : { sinceMs: nowMs - sinceSeconds * 1000 }
}

/** The run whose log is meant. k8s: pkg/kubelet/kubelet_pods.go validateContainerLogStatus */
function loggedRun(kubelets: readonly Kubelet[], pod: Pod, { container, previous }: LogOptions): ContainerRun {
  const name = pod.metadata.name!
  const all = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.ephemeralContainerStatuses ?? []),
  ]
  const status = all.find((one) => one.name === container)
  if (!pod.spec?.nodeName) throw badRequest(`pod ${name} does not have a host assigned`)
  if (!status)
    throw badRequest(`container ${JSON.stringify(container)} in pod ${JSON.stringify(name)} is not available`)
  const runs = workerOf(kubelets, pod)?.state.runs.get(container) ?? []
  const run = previous
    ? (runs.at(-2) ?? (status.state?.waiting && runs.at(-1)?.exit ? runs.at(-1) : undefined))
    : runs.at(-1)
  if (run) return run
  if (previous)
    throw badRequest(
      `previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(name)} not found`,
    )
  throw badRequest(waitingWords(name, status))
}

function waitingWords(podName: string, { name, state, containerID }: ContainerStatus): string {
  const where = `container ${JSON.stringify(name)} in pod ${JSON.stringify(podName)} is waiting to start`
  const reason = state?.waiting?.reason
  if (reason === undefined) return `unable to retrieve container logs for ${containerID ?? ''}`
  if (reason === 'ErrImagePull') return `${where}: image can't be pulled`
  if (reason === 'ImagePullBackOff') return `${where}: trying and failing to pull image`
  return `${where}: ${reason}`
}

async function addressOf(
  context: Context,
  network: Network,
  target: ProxyTarget,
): Promise<{ address: string; port: number }> {
  const { kind, namespace, name, port } = target
  if (kind === 'pods') {
    const pod = await context.client.get(pods, namespace, name)
    if (!pod) throw notFound(pods, name)
    const address = pod.status?.podIP
    if (!address) throw failure(500, 'InternalError', 'address not allowed')
    return { address, port: podPort(pod, port) }
  }
  const service = await context.client.get(services, namespace, name)
  if (!service) throw notFound(services, name)
  const entry = servicePort(service, port)
  // A number that is no port is told; a name that is none finds nobody behind it. k8s: registry/core/service/storage ResourceLocation
  if (!entry && /^\d+$/.test(port)) {
    throw unavailable(`no service port ${Number(port)} found for service ${JSON.stringify(name)}`)
  }
  if (!entry) throw unavailable(`no endpoints available for service ${JSON.stringify(name)}`)
  const to = network.endpointOf(service, entry)
  if (!to) throw unavailable(`no endpoints available for service ${JSON.stringify(name)}`)
  return to
}

function podPort(pod: Pod, port: string): number {
  if (/^\d+$/.test(port)) return Number(port)
  const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? [])
  return (port === '' ? ports[0] : ports.find(({ name }) => name === port))?.containerPort ?? 80
}

function servicePort(service: Service, port: string) {
  const ports = service.spec?.ports ?? []
  if (port === '') return ports.length === 1 ? ports[0] : undefined
  return ports.find(({ name, port: number }) => name === port || `${number}` === port)
}

function unavailable(message: string) {
  return failure(503, 'ServiceUnavailable', message)
}

function reachWords(error: unknown, address: string, port: number): string {
  if (!(error instanceof ConnectError)) return error instanceof Error ? error.message : String(error)
  const words = error.code === 'ECONNREFUSED' ? 'connect: connection refused' : 'i/o timeout'
  return `dial tcp ${address}:${port}: ${words}`
}
