// Taints and what tolerates them. k8s: component-helpers/scheduling/corev1/helpers.go
import type { Pod, Taint, Toleration } from '../generated/types.ts'

export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  if (toleration.operator === 'Exists') return true
  return (toleration.operator ?? 'Equal') === 'Equal' && (toleration.value ?? '') === (taint.value ?? '')
}

/** The first taint of these effects that the pod does not tolerate. */
export function untoleratedTaint(pod: Pod, taints: Taint[] | undefined, effects: string[]): Taint | undefined {
  return (taints ?? []).find(
    (taint) =>
      effects.includes(taint.effect) &&
      !(pod.spec?.tolerations ?? []).some((toleration) => tolerates(toleration, taint)),
  )
}

/** Effects that keep a new pod away. */
export const schedulingEffects = ['NoSchedule', 'NoExecute']
