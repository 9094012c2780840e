// What a write to pods/status may change. k8s: pkg/registry/core/pod/strategy.go podStatusStrategy.PrepareForUpdate
import type { Pod, PodCondition } from '../../generated/types.ts'

/** Keeps everything but the status, labels and annotations from `old`; the class and the generations once observed stay. */
export function preparePodStatus(pod: Pod, old: Pod): void {
  if (old.spec) pod.spec = old.spec
  delete pod.metadata.deletionTimestamp
  delete pod.metadata.deletionGracePeriodSeconds
  if (old.metadata.deletionTimestamp) pod.metadata.deletionTimestamp = old.metadata.deletionTimestamp
  if (old.metadata.deletionGracePeriodSeconds !== undefined) {
    pod.metadata.deletionGracePeriodSeconds = old.metadata.deletionGracePeriodSeconds
  }
  if (old.metadata.ownerReferences) pod.metadata.ownerReferences = old.metadata.ownerReferences
  else delete pod.metadata.ownerReferences
  pod.status ??= {}
  const { status } = pod
  if (!status.qosClass && old.status?.qosClass) status.qosClass = old.status.qosClass
  if (!status.observedGeneration && old.status?.observedGeneration) {
    status.observedGeneration = old.status.observedGeneration
  }
  keepObservedGenerations(status.conditions ?? [], old.status?.conditions ?? [])
}

// A type may stand several times in the list: the first takes the first's.
function keepObservedGenerations(conditions: PodCondition[], old: PodCondition[]): void {
  const waiting = [...old]
  for (const condition of conditions) {
    const at = waiting.findIndex(({ type }) => type === condition.type)
    if (at === -1) continue
    const [previous] = waiting.splice(at, 1)
    if (!condition.observedGeneration && previous?.observedGeneration) {
      condition.observedGeneration = previous.observedGeneration
    }
  }
}
