// Cordoned nodes. k8s: plugins/nodeunschedulable
import type { Taint } from '../../generated/types.ts'
import { nodeBecame } from '../cluster-change.ts'
import { refuse, type Plugin } from '../plugin.ts'
import { tolerates } from '../../api/tolerations.ts'

const sentence = 'node(s) were unschedulable'
const taint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  helps: (_pod, change) => nodeBecame(change, ({ spec }) => !spec?.unschedulable),
  filter: (pod) => ({
    of({ node }) {
      if (!node.spec?.unschedulable) return undefined
      const tolerated = (pod.spec?.tolerations ?? []).some((toleration) => tolerates(toleration, taint))
      return tolerated ? undefined : refuse(sentence, true)
    },
  }),
}
