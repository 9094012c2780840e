// Pods that name their node. k8s: plugins/nodename
import { nodeBecame } from '../cluster-change.ts'
import { refuse, type Plugin } from '../plugin.ts'

const sentence = "node(s) didn't match the requested node name"

export const nodeName: Plugin = {
  name: 'NodeName',
  helps: (pod, change) => nodeBecame(change, ({ metadata }) => metadata.name === pod.spec?.nodeName),
  filter(pod) {
    const wanted = pod.spec?.nodeName
    if (!wanted) return undefined
    return { of: ({ name }) => (name === wanted ? undefined : refuse(sentence, true)) }
  },
}
