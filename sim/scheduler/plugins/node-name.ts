// Pods that name their node. k8s: plugins/nodename
import { refuse, type Plugin } from '../plugin.ts'

const sentence = "node(s) didn't match the requested node name"

export const nodeName: Plugin = {
  name: 'NodeName',
  wakes: ['node added'],
  filter(pod) {
    const wanted = pod.spec?.nodeName
    if (!wanted) return undefined
    return { of: ({ name }) => (name === wanted ? undefined : refuse(sentence, true)) }
  },
}
