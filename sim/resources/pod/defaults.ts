// Defaults that only a Pod gets, not the template of a workload. k8s: pkg/apis/core/v1/defaults.go SetDefaults_Pod
import type { Container, Pod, PodSpec, PodStatus } from '../../generated/types.ts'
import { defaultPodResources } from './resource-defaults.ts'
import { defaultPodSpec } from '../pod-spec/defaults.ts'

/** Fills in a Pod; changed in place. */
export function defaultPod(pod: Pod): asserts pod is Pod & { spec: PodSpec } {
  pod.spec ??= { containers: [] }
  const { spec } = pod
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  for (const container of containers) requestLimits(container)
  defaultPodResources(spec)
  spec.enableServiceLinks ??= true
  if (spec.hostNetwork) for (const container of containers) openHostPorts(container)
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1
  defaultPodSpec(spec)
  if (pod.status) settlePodIps(pod.status)
}

/** `podIP` is the first of `podIPs`; where both are told and differ, it wins. k8s: pkg/apis/core/v1/conversion.go */
function settlePodIps(status: PodStatus): void {
  const { podIP, podIPs = [] } = status
  if (podIP && podIPs[0]?.ip !== podIP) status.podIPs = [{ ip: podIP }]
  else if (!podIP && podIPs[0]?.ip) status.podIP = podIPs[0].ip
}

/** What is limited and not asked for is asked for at its limit. */
function requestLimits(container: Container): void {
  const limits = container.resources?.limits
  if (!limits || !container.resources) return
  container.resources.requests = { ...limits, ...container.resources.requests }
}

function openHostPorts(container: Container): void {
  for (const port of container.ports ?? []) port.hostPort ??= port.containerPort
}
