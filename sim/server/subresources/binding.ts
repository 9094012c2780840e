// pods/NAME/binding: what the scheduler posts. k8s: pkg/registry/core/pod/storage/storage.go BindingREST
import { copyTree } from '../../api/copy-tree.ts'
import { errorText, notSupported, required } from '../../api/field-errors.ts'
import { recordUpdate } from '../../api/managed-fields.ts'
import type { KubeObject } from '../../api/object.ts'
import { conflict, notFound, unsorted } from '../../api/status.ts'
import { timestamp } from '../../clock.ts'
import type { Binding, Pod } from '../../generated/types.ts'
import type { Target, WriteOptions } from '../api.ts'
import { type Machine, sealed, targetKey } from '../machine.ts'

/** Puts the pod on its node; throws 409 where it is on one, or is being deleted. */
export function bind(machine: Machine, target: Target, body: KubeObject, options: WriteOptions): KubeObject {
  const { target: node } = body as Binding & KubeObject
  refuseInvalid(node)
  const found = machine.store.get(targetKey(target))
  if (!found) throw notFound(target.strategy.ref, target.name)
  const old = found.value as Pod
  const refuse = (why: string): Error => conflict({ group: '', plural: 'pods/binding' }, target.name, why)
  if (old.metadata.deletionTimestamp) throw refuse(`pod ${target.name} is being deleted, cannot be assigned to a host`)
  if (old.spec?.nodeName) {
    throw refuse(`pod ${target.name} is already assigned to node "${old.spec.nodeName}"`)
  }
  const pod = copyTree(old)
  pod.spec!.nodeName = node.name
  pod.metadata.annotations = { ...pod.metadata.annotations, ...body.metadata?.annotations }
  if (Object.keys(pod.metadata.annotations).length === 0) delete pod.metadata.annotations
  setScheduled(pod, timestamp(machine.clock.now()))
  // The node that was only expected is now the node. k8s: ClearingNominatedNodeNameAfterBinding
  delete pod.status!.nominatedNodeName
  recordUpdate(pod, old, {
    type: target.strategy.type,
    manager: options.fieldManager ?? 'unknown',
    subresource: 'binding',
    now: timestamp(machine.clock.now()),
  })
  if (!options.dryRun) machine.store.update(targetKey(target), (revision) => sealed(pod, target.strategy, revision))
  return success(201)
}

/** k8s: validation.ValidatePodBinding, whose faults the server does not sort. */
function refuseInvalid({ kind = '', name = '' }: Binding['target']): void {
  const faults = [
    ...(['', 'Node'].includes(kind) ? [] : [notSupported('target.kind', kind, ['Node', '<empty>'])]),
    ...(name === '' ? [required('target.name')] : []),
  ].map(errorText)
  if (faults.length > 0) throw unsorted(faults.length === 1 ? faults[0]! : `[${faults.join(', ')}]`)
}

function setScheduled(pod: Pod, now: string): void {
  const status = (pod.status ??= {})
  const conditions = (status.conditions ??= [])
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null as never,
    lastTransitionTime: now,
  }
  const at = conditions.findIndex(({ type }) => type === 'PodScheduled')
  if (at === -1) conditions.push(scheduled)
  else conditions[at] = scheduled
}

/** The Status body of a write that has no object to give. */
export function success(code: number): KubeObject {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code } as KubeObject
}
