// Admission of pods: five minutes of patience with a node that does not answer.
// k8s: plugin/pkg/admission/defaulttolerationseconds/admission.go
import type { PodSpec, Toleration } from '../../generated/types.ts'

const patienceSeconds = 300
const taints = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']

/** Adds what is missing of the two default tolerations; changed in place. */
export function addDefaultTolerations(spec: PodSpec): void {
  const own = spec.tolerations ?? []
  const missing = taints.filter((key) => !own.some((toleration) => tolerates(toleration, key)))
  if (missing.length === 0) return
  spec.tolerations = [
    ...own,
    ...missing.map((key) => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: patienceSeconds,
    })),
  ]
}

function tolerates(toleration: Toleration, key: string): boolean {
  const named = !toleration.key || toleration.key === key
  return named && (!toleration.effect || toleration.effect === 'NoExecute')
}
