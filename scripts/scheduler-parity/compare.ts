// What differs between the recorded outcome of a pod and ours.
import { isDeepStrictEqual } from 'node:util'
import type { Outcome } from './scenario.ts'

export interface Difference {
  what: string
  real: unknown
  own: unknown
}

export function differences(real: Outcome, own: Outcome): Difference[] {
  const pairs: Difference[] = [
    { what: 'feasible', real: real.feasible?.toSorted(), own: own.feasible?.toSorted() },
    ...scoreDifferences(real, own),
    { what: 'message', real: real.message, own: own.message },
    { what: 'condition', real: real.condition, own: own.condition },
    { what: 'nominated', real: real.nominated, own: own.nominated },
    { what: 'preempted', real: byPod(real.preempted), own: byPod(own.preempted) },
    { what: 'claims', real: real.claims, own: own.claims },
  ]
  const different = pairs.filter((pair) => !isDeepStrictEqual(pair.real, pair.own))
  const acceptable = acceptableNodes(real)
  if (own.node !== undefined ? !acceptable.includes(own.node) : real.node !== undefined) {
    different.unshift({ what: 'node', real: acceptable.join(' o ') || undefined, own: own.node })
  }
  return different
}

/** The nodes among which the real scheduler drew. */
function acceptableNodes({ node, final }: Outcome): string[] {
  if (node === undefined) return []
  if (!final) return [node]
  const best = Math.max(...Object.values(final))
  return Object.keys(final).filter((name) => final[name] === best)
}

function scoreDifferences(real: Outcome, own: Outcome): Difference[] {
  const plugins = new Set([...Object.keys(real.scores ?? {}), ...Object.keys(own.scores ?? {})])
  return [
    ...[...plugins].map((plugin) => ({ what: plugin, real: real.scores?.[plugin], own: own.scores?.[plugin] })),
    { what: 'final', real: real.final, own: own.final },
  ]
}

function byPod(preempted: Outcome['preempted']): Outcome['preempted'] {
  return preempted?.toSorted((a, b) => (a.pod < b.pod ? -1 : 1))
}
