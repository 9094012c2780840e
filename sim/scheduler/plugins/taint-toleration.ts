// Taints: those that keep pods away, and those that are only disliked. k8s: plugins/tainttoleration
import { nodeBecame } from '../cluster-change.ts'
import { normalized, refuse, scored, type Plugin } from '../plugin.ts'
import { schedulingEffects, tolerates, untoleratedTaint } from '../../api/tolerations.ts'

const sentence = 'node(s) had untolerated taint(s)'

export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,
  helps: (pod, change) => nodeBecame(change, ({ spec }) => !untoleratedTaint(pod, spec?.taints, schedulingEffects)),
  filter: (pod) => ({
    of: ({ node }) =>
      untoleratedTaint(pod, node.spec?.taints, schedulingEffects) ? refuse(sentence, true) : undefined,
  }),
  score(pod, feasible) {
    const tolerations = (pod.spec?.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule')
    const disliked = scored(
      feasible,
      ({ node }) =>
        (node.spec?.taints ?? []).filter(
          (taint) =>
            taint.effect === 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
        ).length,
    )
    return normalized(disliked, true)
  },
}
