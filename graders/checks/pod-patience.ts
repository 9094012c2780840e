// How long a workload's pods bear a taint that sends pods away, as the server keeps their tolerations.
import type { Pod } from '../../diagnose/objects.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingWorkload, type Workload, workloadOf } from '../workload.ts'

interface Toleration {
  key?: string
  operator?: string
  value?: string
  effect?: string
  tolerationSeconds?: number
}

/** @param wanted `taint`: one with the effect NoExecute; `seconds`: Infinity for pods that stay whatever happens. */
export function podPatience(
  wanted: Workload & { taint: { key: string; value?: string }; seconds: number },
): (cluster: ClusterReader) => Promise<Finding> {
  const { taint, seconds } = wanted
  return async (cluster) => {
    const { id, pods, rolledOut } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const patience = pods.map((pod) => patienceOf(pod, taint))
    const holds = rolledOut && patience.length > 0 && patience.every((one) => one === seconds)
    const other = patience.find((one) => one !== seconds) ?? patience[0]
    return {
      object: id,
      field: `spec.tolerations (${taint.key}${taint.value ? `=${taint.value}` : ''}:NoExecute)`,
      expected: messages.bears(seconds),
      observed: other === undefined ? messages.noPodAtAll : messages.bears(other),
      ...(rolledOut || holds ? {} : { because: messages.stillRolling }),
      holds,
    }
  }
}

/** Seconds; 0 where the pod goes at once. */
function patienceOf({ spec }: Pod, taint: { key: string; value?: string }): number {
  const { tolerations = [] } = spec as Pod['spec'] & { tolerations?: Toleration[] }
  const used = tolerations.find(
    ({ key, operator, value, effect }) =>
      (!key || key === taint.key) &&
      (!effect || effect === 'NoExecute') &&
      (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
  )
  return used ? (used.tolerationSeconds ?? Infinity) : 0
}
