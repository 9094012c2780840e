// pods/NAME/eviction: a delete that asks first. k8s: pkg/registry/core/pod/storage/eviction.go
import type { KubeObject } from '../../api/object.ts'
import type { DeleteOptions, Target, WriteOptions } from '../api.ts'
import type { Machine } from '../machine.ts'
import { remove } from '../verbs/delete.ts'
import { success } from './binding.ts'

/** Deletes the pod with the options that the Eviction carries. */
export function evict(machine: Machine, target: Target, body: KubeObject, options: WriteOptions): KubeObject {
  const { deleteOptions } = body as { deleteOptions?: DeleteOptions }
  remove(machine, { ...target, subresource: '' }, { ...deleteOptions, ...options })
  return success(201)
}
