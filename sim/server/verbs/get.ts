// Get. k8s: apiserver/pkg/registry/generic/registry/store.go Get
import type { KubeObject } from '../../api/object.ts'
import { notFound } from '../../api/status.ts'
import type { Target } from '../api.ts'
import { type Machine, targetKey } from '../machine.ts'

/** The stored object; throws 404. */
export function get(machine: Machine, target: Target): KubeObject {
  const found = machine.store.get(targetKey(target))
  if (!found) throw notFound(target.strategy.ref, target.name)
  return found.value
}
