// Node. k8s: pkg/registry/core/node/strategy.go
import { copyTree } from '../api/copy-tree.ts'
import { validateNodeUpdate } from './node/update-validation.ts'
import { validateNode } from './node/validation.ts'
import { nodeWarnings } from './node/warnings.ts'
import { nodes } from '../api/refs.ts'
import type { Node, NodeSpec } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { roundUpAmounts } from './amounts/round-up.ts'
import { defineResource } from './resource.ts'

const notReadyTaint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }

/** The strategy of nodes. */
export const nodeStrategy = defineResource<Node>({
  ref: nodes,
  type: 'io.k8s.api.core.v1.Node',
  defaults(node) {
    const status = (node.status ??= {})
    settlePodRanges((node.spec ??= {}))
    roundUpAmounts(status.capacity)
    roundUpAmounts(status.allocatable)
    if (status.capacity && !status.allocatable) status.allocatable = { ...status.capacity }
  },
  admit(node, _view, old) {
    if (old) return
    // k8s: plugin/pkg/admission/nodetaint/admission.go: nothing lands on a node before it says that it is ready.
    const spec = (node.spec ??= {})
    const taints = spec.taints ?? []
    const has = taints.some(({ key, effect }) => key === notReadyTaint.key && effect === notReadyTaint.effect)
    if (!has) spec.taints = [...taints, { ...notReadyTaint }]
  },
  prepareForCreate(node) {
    delete node.spec?.configSource
    delete node.status?.config
    // An alpha feature, off by default.
    delete node.status?.declaredFeatures
  },
  prepareForUpdate(node, old) {
    node.status = { ...copyTree(old.status) }
    if (!old.spec?.configSource) delete node.spec?.configSource
  },
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  warnings: nodeWarnings,
  status: {
    validate: validateNodeUpdate,
    prepare(node, old) {
      node.spec = { ...copyTree(old.spec) }
      if (!old.status?.config) delete node.status?.config
    },
  },
  selectableFields: (node) => ({ 'spec.unschedulable': String(node.spec?.unschedulable ?? false) }),
  row(node, { now }) {
    const info = node.status?.nodeInfo
    return [
      node.metadata.name ?? '',
      statusCell(node),
      rolesCell(node),
      ageCell(node.metadata.creationTimestamp, now),
      info?.kubeletVersion ?? '',
      addressCell(node, 'InternalIP'),
      addressCell(node, 'ExternalIP'),
      info?.osImage || '<unknown>',
      info?.kernelVersion || '<unknown>',
      info?.containerRuntimeVersion || '<unknown>',
    ]
  },
})

/** The single range and the first of the list are one thing; the single one wins. k8s: Convert_v1_NodeSpec_To_core_NodeSpec */
function settlePodRanges(spec: NodeSpec): void {
  if (spec.podCIDR && spec.podCIDRs?.[0] !== spec.podCIDR) spec.podCIDRs = [spec.podCIDR]
  const [first] = spec.podCIDRs ?? []
  if (first) spec.podCIDR = first
}

function statusCell({ status, spec }: Node): string {
  const ready = status?.conditions?.findLast(({ type }) => type === 'Ready')
  const words = [!ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady']
  if (spec?.unschedulable) words.push('SchedulingDisabled')
  return words.join(',')
}

const rolePrefix = 'node-role.kubernetes.io/'

function rolesCell({ metadata }: Node): string {
  const roles = Object.entries(metadata.labels ?? {})
    .map(([key, value]) =>
      key.startsWith(rolePrefix) ? key.slice(rolePrefix.length) : key === 'kubernetes.io/role' ? value : '',
    )
    .filter((role) => role !== '')
  return [...new Set(roles)].toSorted().join(',') || '<none>'
}

function addressCell({ status }: Node, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? '<none>'
}
