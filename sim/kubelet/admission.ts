// Whether a node takes a pod that was bound to it: the scheduler may not have been asked, or the node may have changed since.
// k8s: pkg/kubelet/lifecycle/predicate.go, pkg/kubelet/sysctl/allowlist.go, pkg/scheduler AdmissionCheck
import { hostPortsClash, hostPortsOf } from '../api/host-ports.ts'
import { addAmounts, allocatableOf, requestsOf, type Amounts } from '../api/pod-requests.ts'
import { matchesRequiredNodeAffinity } from '../api/required-node-affinity.ts'
import { untoleratedTaint } from '../api/tolerations.ts'
import type { Node, Pod } from '../generated/types.ts'

/** Why a pod is not taken: the reason and message of its event; the status says the same. */
export interface Rejection {
  reason: string
  message: string
}

/** @param others the pods of the node that are not over. Undefined: it is taken. */
export function admit(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  return (
    sysctlRejection(pod) ?? osRejection(pod) ?? insufficient(pod, node, others) ?? predicateRejection(pod, node, others)
  )
}

const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
])

function sysctlRejection({ spec }: Pod): Rejection | undefined {
  for (const { name } of spec?.securityContext?.sysctls ?? []) {
    const problem = sysctlProblem(name.replaceAll('/', '.'), spec!)
    if (problem) return { reason: 'SysctlForbidden', message: `forbidden sysctl: ${problem}` }
  }
  return undefined
}

function sysctlProblem(name: string, { hostNetwork, hostIPC }: NonNullable<Pod['spec']>): string | undefined {
  if (!safeSysctls.has(name)) return `${JSON.stringify(name)} not allowlisted`
  if (name.startsWith('net.') && hostNetwork) return `${JSON.stringify(name)} not allowed with host net enabled`
  if (name.startsWith('kernel.') && hostIPC) return `${JSON.stringify(name)} not allowed with host ipc enabled`
  return undefined
}

function osRejection({ metadata, spec }: Pod): Rejection | undefined {
  const label = metadata.labels?.['kubernetes.io/os']
  if (label !== undefined && label !== 'linux') {
    const message = "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label"
    return { reason: 'PodOSSelectorNodeLabelDoesNotMatch', message }
  }
  if (spec?.os && spec.os.name !== 'linux')
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" }
  return undefined
}

const standardOrder = ['cpu', 'memory', 'ephemeral-storage']

function insufficient(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const allocatable = allocatableOf(node)
  const used: Amounts = {}
  for (const other of others) addAmounts(used, requestsOf(other))
  const requests: Amounts = { pods: 1, ...requestsOf(pod) }
  used['pods'] = others.length
  // What the node knows nothing of is somebody else's to give.
  const names = ['pods', ...standardOrder, ...Object.keys(requests).filter((name) => name.includes('/'))]
  for (const name of names) {
    const [requested = 0, taken = 0, capacity] = [requests[name], used[name], allocatable[name]]
    if (requested === 0 || (capacity === undefined && name.includes('/'))) continue
    if (requested <= (capacity ?? 0) - taken) continue
    const message = `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${taken}, capacity: ${capacity ?? 0}`
    return { reason: `OutOf${name}`, message }
  }
  return undefined
}

function predicateRejection(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const failed = (reason: string, why: string): Rejection => ({
    reason,
    message: `Predicate ${reason} failed: ${why}`,
  })
  if (!matchesRequiredNodeAffinity(pod, node))
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")
  const taken = others.flatMap(hostPortsOf)
  if (hostPortsOf(pod).some((port) => taken.some((other) => hostPortsClash(port, other))))
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports")
  if (untoleratedTaint(pod, node.spec?.taints, ['NoExecute']))
    return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate")
  return undefined
}
