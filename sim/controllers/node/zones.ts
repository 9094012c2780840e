// How fast pods may be sent away when nodes fall silent: one node every ten seconds in a zone, more slowly where many are ill,
// not at all where none is well, for then it is the control plane that is cut off.
// k8s: pkg/controller/nodelifecycle handleDisruption, ComputeZoneState, ReducedQPSFunc
import type { Node } from '../../generated/types.ts'

export interface Zones {
  /** Takes note of who is well. True when that changes how fast others may be sent away. */
  note(nodes: readonly { node: Node; isWell: boolean }[]): boolean
  /** No node is well: what sends pods away is taken back. */
  readonly allDown: boolean
  /** Milliseconds until a node of this zone may send its pods away; 0 takes the turn; undefined: not in the present state. */
  turnIn(node: Node): number | undefined
}

/** k8s: --node-eviction-rate, --secondary-node-eviction-rate, per second */
const rate = 0.1
const slowRate = 0.01
/** k8s: --unhealthy-zone-threshold, --large-cluster-size-threshold */
const unhealthyShare = 0.55
const largeZoneNodes = 50

export function createZones(now: () => number): Zones {
  let rates = new Map<string, number>()
  let allDown = false
  const nextMs = new Map<string, number>()
  return {
    note(nodes) {
      const before = JSON.stringify([...rates])
      const counted = nodes.filter(({ node }) => node.metadata.labels?.[excluded] === undefined)
      allDown = counted.length > 0 && counted.every(({ isWell }) => !isWell)
      const byZone = Map.groupBy(counted, ({ node }) => zoneOf(node))
      rates = new Map([...byZone].map(([zone, list]) => [zone, allDown ? 0 : rateOf(list.map(({ isWell }) => isWell))]))
      return JSON.stringify([...rates]) !== before
    },
    get allDown() {
      return allDown
    },
    turnIn(node) {
      const zone = zoneOf(node)
      const perSecond = rates.get(zone) ?? rate
      if (perSecond === 0) return undefined
      const waitMs = Math.max(0, (nextMs.get(zone) ?? 0) - now())
      if (waitMs === 0) nextMs.set(zone, now() + 1000 / perSecond)
      return waitMs
    },
  }
}

const excluded = 'node.kubernetes.io/exclude-disruption'

function rateOf(well: readonly boolean[]): number {
  const ill = well.filter((one) => !one).length
  const isPartial = ill < well.length && ill > 2 && ill / well.length >= unhealthyShare
  if (!isPartial) return rate
  return well.length > largeZoneNodes ? slowRate : 0
}

function zoneOf({ metadata }: Node): string {
  const labels = metadata.labels ?? {}
  const of = (what: string): string =>
    labels[`failure-domain.beta.kubernetes.io/${what}`] ?? labels[`topology.kubernetes.io/${what}`] ?? ''
  return `${of('region')}/${of('zone')}`
}
