// What a node itself has against a pod: cordon, name, taints, labels, ports, room. k8s: pkg/scheduler/framework/plugins
import { quantityOf } from '../quantity.ts'
import type { PlacedNode, PlacedPod, Rule } from './objects.ts'
import { requirementText, someTermMatches } from './requirement.ts'

export const nodeUnschedulable: Rule = (pod, node) => {
  const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }
  if (node.spec?.unschedulable !== true || isTolerated(pod, cordon)) return []
  return [
    {
      plugin: 'NodeUnschedulable',
      says: 'node(s) were unschedulable',
      because: 'está acordonado (kubectl cordon): no admite pods nuevos',
    },
  ]
}

export const taintToleration: Rule = (pod, node) => {
  const taint = node.spec?.taints?.find(
    (each) => ['NoSchedule', 'NoExecute'].includes(each.effect) && !isTolerated(pod, each),
  )
  // The cordon's own taint: the cordon has said it.
  if (!taint || (taint.key === 'node.kubernetes.io/unschedulable' && node.spec?.unschedulable)) return []
  const text = `${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}`
  return [
    {
      plugin: 'TaintToleration',
      says: 'node(s) had untolerated taint(s)',
      because: `tiene el taint ${text} y el pod no lo tolera`,
    },
  ]
}

/** k8s: component-helpers/scheduling/corev1/helpers.go, core/v1 Toleration.ToleratesTaint */
function isTolerated({ spec }: PlacedPod, taint: { key: string; value?: string; effect: string }): boolean {
  return (spec.tolerations ?? []).some(({ key = '', operator = 'Equal', value = '', effect = '' }) => {
    if (effect !== '' && effect !== taint.effect) return false
    if (key !== '' && key !== taint.key) return false
    return operator === 'Exists' || (key !== '' && value === (taint.value ?? ''))
  })
}

export const nodeAffinity: Rule = ({ spec }, node) => {
  const plugin = 'NodeAffinity'
  const says = "node(s) didn't match Pod's node affinity/selector"
  const labels = node.metadata.labels ?? {}
  const wanted = Object.entries(spec.nodeSelector ?? {}).find(([key, value]) => labels[key] !== value)
  if (wanted) {
    const [key, value] = wanted
    const has = labels[key] === undefined ? 'no la tiene' : `tiene ${key}=${labels[key]}`
    return [{ plugin, says, because: `el pod exige la etiqueta ${key}=${value} (nodeSelector) y este nodo ${has}` }]
  }
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  if (!terms || someTermMatches(terms, node)) return []
  const texts = terms.map(({ matchExpressions = [], matchFields = [] }) =>
    [...matchExpressions, ...matchFields].map(requirementText).join(' y '),
  )
  return [{ plugin, says, because: `el pod exige ${texts.join(', o ')} (nodeAffinity) y este nodo no lo cumple` }]
}

export const nodePorts: Rule = (pod, node, world) => {
  const wanted = hostPorts(pod)
  const taken = onNode(world.pods, node, pod).flatMap((other) => hostPorts(other).map((port) => ({ port, other })))
  const clash = taken.find(({ port }) => wanted.includes(port))
  if (!clash) return []
  return [
    {
      plugin: 'NodePorts',
      says: "node(s) didn't have free ports for the requested pod ports",
      because: `el hostPort ${clash.port.split('/')[0]} lo tiene ya el pod ${clash.other.metadata.name}`,
    },
  ]
}

function hostPorts({ spec }: PlacedPod): string[] {
  return spec.containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, protocol = 'TCP' }) => (hostPort ? [`${hostPort}/${protocol}`] : [])),
  )
}

export const nodeResourcesFit: Rule = (pod, node, world) => {
  const plugin = 'NodeResourcesFit'
  const allocatable = node.status?.allocatable ?? {}
  const others = onNode(world.pods, node, pod)
  const room = quantityOf(allocatable['pods'] ?? 'NaN')
  const full =
    others.length + 1 > room
      ? [{ plugin, says: 'Too many pods', because: `admite ${room} pods y ya tiene ${others.length}` }]
      : []
  const short = Object.entries(requestsOf(pod)).flatMap(([name, asked]) => {
    const all = quantityOf(allocatable[name] ?? '0')
    const used = others.reduce((sum, other) => sum + (requestsOf(other)[name] ?? 0), 0)
    if (asked === 0 || used + asked <= all + 1e-9) return []
    const because = `pide ${amount(name, asked)} de ${name}, y de ${amount(name, all)} quedan ${amount(name, all - used)} sin reservar`
    return [{ plugin, says: `Insufficient ${name}`, because }]
  })
  return [...full, ...short]
}

/** Pods that count on a node, this one apart. */
function onNode(pods: PlacedPod[], node: PlacedNode, self: PlacedPod): PlacedPod[] {
  return pods.filter(
    ({ spec, status, metadata }) =>
      spec.nodeName === node.metadata.name &&
      status?.phase !== 'Succeeded' &&
      status?.phase !== 'Failed' &&
      metadata.uid !== self.metadata.uid,
  )
}

/** k8s: component-helpers/resource/helpers.go PodRequests */
function requestsOf({ spec }: PlacedPod): Record<string, number> {
  const total: Record<string, number> = {}
  const add = (to: Record<string, number>, requests: Record<string, string> = {}): void => {
    for (const [name, text] of Object.entries(requests)) to[name] = (to[name] ?? 0) + quantityOf(text)
  }
  for (const { resources } of spec.containers) add(total, resources?.requests)
  const sidecars: Record<string, number> = {}
  const most: Record<string, number> = {}
  for (const { resources, restartPolicy } of spec.initContainers ?? []) {
    const now = { ...sidecars }
    add(now, resources?.requests)
    for (const [name, value] of Object.entries(now)) most[name] = Math.max(most[name] ?? 0, value)
    if (restartPolicy === 'Always') Object.assign(sidecars, now)
  }
  for (const [name, value] of Object.entries(sidecars)) total[name] = (total[name] ?? 0) + value
  for (const [name, value] of Object.entries(most)) total[name] = Math.max(total[name] ?? 0, value)
  add(total, spec.overhead)
  return total
}

/** `500m`, `1,5`, `300Mi`: short, and never more than there is. */
function amount(resource: string, value: number): string {
  if (resource === 'cpu') return value < 1 ? `${Math.floor(value * 1000 + 1e-6)}m` : number(value)
  if (!/memory|storage|hugepages/.test(resource)) return number(value)
  const units: [number, string][] = [
    [2 ** 30, 'Gi'],
    [2 ** 20, 'Mi'],
    [2 ** 10, 'Ki'],
  ]
  const [size, unit] = units.find(([each]) => Math.abs(value) >= each) ?? [1, '']
  return `${number(value / size)}${unit}`
}

function number(value: number): string {
  return (Math.floor(value * 100 + 1e-6) / 100).toLocaleString('es')
}
