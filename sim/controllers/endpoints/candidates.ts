// Which pods stand behind a service, and on which ports. Pure. k8s: staging/src/k8s.io/endpointslice/utils.go
import type { ObjectReference, Pod, Service, ServicePort } from '../../generated/types.ts'
import { isPodFinished, isPodReady } from '../workload/pod-state.ts'

export const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time'
export const headlessLabel = 'service.kubernetes.io/headless'

/** One port behind the service, as a pod serves it. */
interface TargetPort {
  name: string
  port: number
  protocol: string
  appProtocol?: string
}

/** A pod behind a service; its ports may differ from another's when the service names them. */
export interface Candidate {
  pod: Pod
  ports: TargetPort[]
  ready: boolean
  serving: boolean
  terminating: boolean
}

/** Pods that the service selects, that have an address and are not finished. Without a selector: nobody's business. */
export function selectsPod(service: Service, pod: Pod): boolean {
  const wanted = Object.entries(service.spec?.selector ?? {})
  return wanted.length > 0 && wanted.every(([key, value]) => pod.metadata.labels?.[key] === value)
}

/**
 * Does a change of a pod ask to look at its services again? Not that it has finished: it stays listed, as not ready,
 * until something else changes. k8s: staging/src/k8s.io/endpointslice/util/controller_utils.go podEndpointsChanged
 */
export function changesEndpoints(pod: Pod, old: Pod): boolean {
  return JSON.stringify(endpointFacts(pod)) !== JSON.stringify(endpointFacts(old))
}

function endpointFacts(pod: Pod): unknown[] {
  const { metadata, spec, status } = pod
  const labels = Object.entries(metadata.labels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [labels, spec?.hostname, spec?.subdomain, metadata.deletionTimestamp, isPodReady(pod), status?.podIP]
}

/** In order of name, so that nothing changes by itself. */
export function candidatesOf(service: Service, pods: Pod[]): Candidate[] {
  const behind = pods.filter((pod) => pod.status?.podIP && !isPodFinished(pod))
  return behind
    .toSorted((a, b) => (a.metadata.name! < b.metadata.name! ? -1 : 1))
    .map((pod) => {
      const serving = isPodReady(pod)
      const terminating = Boolean(pod.metadata.deletionTimestamp)
      const ready = Boolean(service.spec?.publishNotReadyAddresses) || (serving && !terminating)
      return { pod, ports: portsOf(service, pod), ready, serving, terminating }
    })
}

function portsOf(service: Service, pod: Pod): TargetPort[] {
  return (service.spec?.ports ?? [])
    .flatMap((port) => {
      const number = targetPort(port, pod)
      if (number === undefined) return []
      const { appProtocol } = port
      const base = { name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP' }
      return [appProtocol ? { ...base, appProtocol } : base]
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** A port by name is looked up in the pod's containers; undefined when none has it. k8s: FindPort */
function targetPort({ port, protocol = 'TCP', targetPort: target = port }: ServicePort, pod: Pod): number | undefined {
  if (typeof target === 'number') return target
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  const ports = [...(pod.spec?.containers ?? []), ...sidecars].flatMap((container) => container.ports ?? [])
  return ports.find((one) => one.name === target && (one.protocol ?? 'TCP') === protocol)?.containerPort
}

export function podReference({ metadata }: Pod): ObjectReference {
  return { kind: 'Pod', namespace: metadata.namespace!, name: metadata.name!, uid: metadata.uid! }
}

export function isHeadless(service: Service): boolean {
  return service.spec?.clusterIP === 'None'
}

/** The host name that a pod has under a headless service's domain. */
export function hostnameOf(service: Service, { spec }: Pod): string | undefined {
  return spec?.hostname && spec.subdomain === service.metadata.name ? spec.hostname : undefined
}

/** When what the endpoints show last changed: the service's making, or a pod's readiness. */
export function triggerTime(service: Service, candidates: Candidate[]): string | undefined {
  const times = candidates.flatMap(({ pod }) => {
    const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready')
    return ready?.lastTransitionTime ? [ready.lastTransitionTime] : []
  })
  return times.toSorted().at(-1) ?? service.metadata.creationTimestamp
}
