// Why a pod may or may not go to each node, from API objects alone, so that it serves every engine.
import type { PlacedPod, PlacementWorld, Refusal, Rule } from './placement/objects.ts'
import {
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  nodeUnschedulable,
  taintToleration,
} from './placement/node-rules.ts'
import { interPodAffinity, podTopologySpread } from './placement/pod-rules.ts'
import { missingClaim, volumeBinding } from './placement/volume-rules.ts'

/** In the order in which the scheduler asks them. */
const rules: Rule[] = [
  nodeUnschedulable,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeBinding,
  podTopologySpread,
  interPodAffinity,
]

/** What every rule has against each node, in order of name; nothing: the pod fits. The pod's own room does not count. */
export function whyNotThere(pod: PlacedPod, world: PlacementWorld): { node: string; refusals: Refusal[] }[] {
  const everywhere = missingClaim(pod, world)
  return world.nodes
    .map((node) => ({
      node: node.metadata.name,
      refusals: [...(everywhere ? [everywhere] : []), ...rules.flatMap((rule) => rule(pod, node, world))],
    }))
    .toSorted((a, b) => a.node.localeCompare(b.node, 'es', { numeric: true }))
}

/** What the scheduler's rules ask, and for what they give points: `TaintToleration`. undefined for one that is not known. */
export function pluginInSpanish(plugin: string): { asks: string; points: string } | undefined {
  return words[plugin]
}

const words: Record<string, { asks: string; points: string }> = {
  NodeUnschedulable: { asks: '¿Admite pods nuevos?', points: '' },
  NodeName: { asks: '¿Es el nodo que el pod nombra?', points: '' },
  TaintToleration: {
    asks: '¿Tolera el pod sus taints?',
    points: 'Más cuantos menos taints PreferNoSchedule sin tolerar',
  },
  NodeAffinity: {
    asks: '¿Tiene las etiquetas que el pod exige?',
    points: 'Más cuantas más preferencias del pod cumple',
  },
  NodePorts: { asks: '¿Están libres los puertos?', points: '' },
  NodeResourcesFit: { asks: '¿Queda sitio para lo que pide?', points: 'Más cuanto más sitio queda libre' },
  VolumeRestrictions: { asks: '¿Puede usar esos volúmenes otro pod más?', points: '' },
  NodeVolumeLimits: { asks: '¿Caben más volúmenes?', points: '' },
  VolumeBinding: { asks: '¿Se puede llegar a sus volúmenes?', points: 'Más cuanto mejor encajan los volúmenes' },
  VolumeZone: { asks: '¿Son sus volúmenes de esta zona?', points: '' },
  PodTopologySpread: { asks: '¿Queda bien repartido?', points: 'Más donde hay menos pods iguales' },
  InterPodAffinity: {
    asks: '¿Está junto a quien quiere y lejos de quien no?',
    points: 'Más cerca de los pods que prefiere',
  },
  NodeResourcesBalancedAllocation: { asks: '', points: 'Más cuanto más parejo queda el uso de CPU y memoria' },
  ImageLocality: { asks: '', points: 'Más si ya tiene la imagen' },
}
