// The annotations by which a Deployment keeps its history and sees that it was scaled. Pure.
// k8s: pkg/controller/deployment/util/deployment_util.go SetNewReplicaSetAnnotations, SetReplicasAnnotations
import type { Deployment, ReplicaSet } from '../../generated/types.ts'

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
const historyAnnotation = 'deployment.kubernetes.io/revision-history'
const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas'
const maxAnnotation = 'deployment.kubernetes.io/max-replicas'
const historyCharactersMax = 2000

/** What belongs to one object alone, and is not handed on to its ReplicaSet. */
const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
])

/** The revision of a ReplicaSet; 0 without one, undefined when it is no number. */
export function revisionOf(set: ReplicaSet): number | undefined {
  const revision = Number(set.metadata.annotations?.[revisionAnnotation] ?? 0)
  return Number.isSafeInteger(revision) ? revision : undefined
}

/** The revision after all of `oldSets`. */
export function nextRevision(oldSets: ReplicaSet[]): number {
  return Math.max(0, ...oldSets.map((set) => revisionOf(set) ?? 0)) + 1
}

/** The annotations that the new ReplicaSet should have; a revision that it had before joins its history. */
export function newSetAnnotations(
  deployment: Deployment,
  annotations: Record<string, string>,
  revision: number,
): Record<string, string> {
  const handedOn = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !ownAnnotations.has(key))
  const result = { ...annotations, ...Object.fromEntries(handedOn) }
  const own = annotations[revisionAnnotation]
  const before = Number(own ?? 0)
  if (!Number.isSafeInteger(before) || before >= revision) return result
  result[revisionAnnotation] = String(revision)
  if (own !== undefined) result[historyAnnotation] = historyWith(annotations[historyAnnotation], own)
  return result
}

function historyWith(history: string | undefined, revision: string): string {
  const revisions = history ? [...history.split(','), revision] : [revision]
  while (revisions.join(',').length > historyCharactersMax) revisions.shift()
  return revisions.join(',')
}

/** What a ReplicaSet remembers of its Deployment's size, so that a change of it is seen. */
export function replicasAnnotations(desired: number, max: number): Record<string, string> {
  return { [desiredAnnotation]: String(desired), [maxAnnotation]: String(max) }
}

export function desiredReplicasOf(set: ReplicaSet): number | undefined {
  return count(set, desiredAnnotation)
}

export function maxReplicasOf(set: ReplicaSet): number | undefined {
  return count(set, maxAnnotation)
}

function count(set: ReplicaSet, annotation: string): number | undefined {
  const text = set.metadata.annotations?.[annotation]
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
