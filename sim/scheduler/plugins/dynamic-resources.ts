// Devices that pods claim: no node of the simulation offers any, so that every node is worth the same.
// k8s: plugins/dynamicresources
import { scored, type Plugin } from '../plugin.ts'

export const dynamicResources: Plugin = {
  name: 'DynamicResources',
  weight: 2,
  score: (_pod, feasible) => scored(feasible, () => 0),
}
