// The ReplicaSets of a Deployment: which is the new one, which are old. k8s: pkg/controller/deployment/util/deployment_util.go
import type { Deployment, ReplicaSet } from '../../generated/types.ts'
import { equalTemplates } from '../workload/template.ts'

/** Pods that a ReplicaSet should have. */
export function sizeOf(set: ReplicaSet): number {
  return set.spec?.replicas ?? 1
}

export function sizeOfAll(sets: ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + sizeOf(set), 0)
}

/** It should have pods. */
export function isActive(set: ReplicaSet): boolean {
  return sizeOf(set) > 0
}

/** The ReplicaSet with the Deployment's own template, the oldest if there are several; the others are old. */
export function splitSets(
  deployment: Deployment,
  setsByAge: ReplicaSet[],
): { newSet: ReplicaSet | undefined; oldSets: ReplicaSet[] } {
  const newSet = setsByAge.find((set) => equalTemplates(set.spec!.template!, deployment.spec!.template))
  return { newSet, oldSets: setsByAge.filter((set) => set !== newSet) }
}
