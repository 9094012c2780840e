// pods/NAME/eviction: a delete that asks first. k8s: pkg/registry/core/pod/storage/eviction.go
import { copyTree } from '../../api/copy-tree.ts'
import type { KubeObject } from '../../api/object.ts'
import { badRequest } from '../../api/status.ts'
import { timestamp } from '../../clock.ts'
import type { Pod } from '../../generated/types.ts'
import type { DeleteOptions, Target, WriteOptions } from '../api.ts'
import type { Machine } from '../machine.ts'
import { remove } from '../verbs/delete.ts'
import { get } from '../verbs/get.ts'
import { update } from '../verbs/update.ts'
import { success } from './binding.ts'
import { spendBudget } from './disruption-budget.ts'

/** Says in the pod's status that it is being evicted, and deletes it with the options that the Eviction carries. */
export function evict(machine: Machine, target: Target, body: KubeObject, options: WriteOptions): KubeObject {
  if (body.metadata?.name && body.metadata.name !== target.name) {
    throw badRequest('name in URL does not match name in Eviction object')
  }
  const { deleteOptions } = body as { deleteOptions?: DeleteOptions }
  const pod = copyTree(get(machine, { ...target, subresource: '' })) as Pod & KubeObject
  spendBudget(machine, pod, options)
  const conditions = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget')
  conditions.push({
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null as never,
    lastTransitionTime: timestamp(machine.clock.now()),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  })
  update(
    machine,
    { ...target, subresource: 'status' },
    { ...pod, status: { ...pod.status, conditions } } as Pod,
    options,
  )
  remove(machine, { ...target, subresource: '' }, { ...deleteOptions, ...options })
  return success(201)
}
