// Who would have to go so that a pod of a higher priority fits, and where the least is lost. Pure.
// k8s: pkg/scheduler/framework/preemption/preemption.go, plugins/defaultpreemption
import { selectorFromObject } from '../api/selector.ts'
import type { Pod, PodDisruptionBudget } from '../generated/types.ts'
import type { Filters, NodeRefusal } from './filtering.ts'
import { fitMessage } from './fit-message.ts'
import { isTerminatingByPreemption, moreImportantFirst, startedAt } from './pod-importance.ts'
import { priorityOf, type NodeInfo, type Snapshot } from './snapshot.ts'

const notHelpful = 'Preemption is not helpful for scheduling'
const noVictims = 'No preemption victims found for incoming pod'
const never = 'not eligible due to preemptionPolicy=Never.'
const underWay = 'not eligible due to a terminating pod on the nominated node.'
/** What the rule for device claims says first, of every pod. */
const noClaims = 'no new claims to deallocate, preemption: '
/** At least so many nodes are tried, or a tenth if that is more. */
const candidatesMin = 100

/** A node and the pods that must leave it, the most important first. */
export interface Candidate {
  readonly node: string
  readonly victims: readonly Pod[]
  /** Victims whose budget does not allow it. */
  readonly violations: number
}

/** Either whom to evict, or the sentence that tells why nobody is. */
export type Preemption =
  | { candidate: Candidate }
  /** `keepsNode`: the pod's earlier nomination stands. */
  | { tail: string; keepsNode: boolean }

/** @param choose draws among nodes where equally little is lost */
export function preempt(
  pod: Pod,
  snapshot: Snapshot,
  refusals: readonly NodeRefusal[],
  filters: Filters,
  choose: (nodes: readonly string[]) => string,
): Preemption {
  const ineligible = whyNot(pod, snapshot, refusals)
  if (ineligible) return { tail: noClaims + ineligible, keepsNode: true }
  const curable = new Set(refusals.flatMap(({ node, unresolvable }) => (unresolvable ? [] : [node])))
  const nodes = snapshot.nodes.filter(({ name }) => curable.has(name))
  const wanted = Math.max(candidatesMin, Math.trunc(nodes.length / 10))
  const candidates: Candidate[] = []
  const reasons: string[] = Array.from({ length: snapshot.nodes.length - nodes.length }, () => notHelpful)
  const budgets = snapshot.budgets.list()
  for (const node of nodes) {
    const found = selectVictims(pod, node, filters, budgets)
    if ('reasons' in found) reasons.push(...found.reasons)
    else candidates.push(found)
    if (candidates.length >= wanted && candidates.some(({ violations }) => violations === 0)) break
  }
  if (candidates.length === 0) {
    return { tail: noClaims + fitMessage(snapshot.nodes.length, reasons, ''), keepsNode: false }
  }
  const best = leastLoss(candidates)
  const node = choose(best.map((candidate) => candidate.node))
  return { candidate: best.find((candidate) => candidate.node === node) ?? best[0]! }
}

function whyNot(pod: Pod, snapshot: Snapshot, refusals: readonly NodeRefusal[]): string | undefined {
  if (pod.spec?.preemptionPolicy === 'Never') return never
  const nominated = pod.status?.nominatedNodeName
  if (!nominated || refusals.find(({ node }) => node === nominated)?.unresolvable) return undefined
  const there = snapshot.nodes.find(({ name }) => name === nominated)?.pods ?? []
  return there.some((other) => priorityOf(other) < priorityOf(pod) && isTerminatingByPreemption(other))
    ? underWay
    : undefined
}

/** All pods of a lower priority leave; those without whom the pod would fit too come back, most important first. */
function selectVictims(
  pod: Pod,
  node: NodeInfo,
  filters: Filters,
  budgets: readonly PodDisruptionBudget[],
): Candidate | { reasons: readonly string[] } {
  const potential = node.pods.filter((other) => priorityOf(other) < priorityOf(pod)).toSorted(moreImportantFirst)
  if (potential.length === 0) return { reasons: [noVictims] }
  const staying = new Set(node.pods.filter((other) => !potential.includes(other)))
  const refusal = filters.with(node, [...staying])
  if (refusal) return { reasons: refusal.reasons }
  const [violating, others] = byBudget(potential, budgets)
  const victims: Pod[] = []
  let violations = 0
  const comesBack = (victim: Pod): boolean => {
    staying.add(victim)
    if (!filters.with(node, [...staying])) return true
    staying.delete(victim)
    victims.push(victim)
    return false
  }
  for (const victim of violating) if (!comesBack(victim)) violations++
  for (const victim of others) comesBack(victim)
  // Nobody has to go after all: another rule than room stood in the way.
  if (victims.length === 0) return { reasons: [] }
  return { node: node.name, victims: victims.toSorted(moreImportantFirst), violations }
}

/** Pods whose eviction a budget does not allow, and the others, both in the order given. */
function byBudget(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): [Pod[], Pod[]] {
  const allowed = budgets.map((budget) => ({
    budget,
    selector: selectorFromObject(budget.spec?.selector),
    left: budget.status?.disruptionsAllowed ?? 0,
  }))
  const violates = (pod: Pod): boolean => {
    let violated = false
    for (const one of allowed) {
      const { budget, selector } = one
      const { namespace, name, labels = {} } = pod.metadata
      if (budget.metadata.namespace !== namespace || Object.keys(labels).length === 0) continue
      if (selector.requirements.length === 0 || !selector.matches(labels)) continue
      // Its eviction is under way, and counted.
      if (budget.status?.disruptedPods?.[name!]) continue
      one.left--
      if (one.left < 0) violated = true
    }
    return violated
  }
  const violating = new Set(pods.filter(violates))
  return [pods.filter((pod) => violating.has(pod)), pods.filter((pod) => !violating.has(pod))]
}

/** What is lost on a node, the gravest first; more is worse. */
const losses: ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => priorityOf(victims[0]!),
  ({ victims }) => victims.reduce((sum, victim) => sum + priorityOf(victim) + 2 ** 31, 0),
  ({ victims }) => victims.length,
  // Whoever of the most important has run the longest.
  ({ victims }) => -Math.min(...victims.filter((one) => priorityOf(one) === priorityOf(victims[0]!)).map(startedAt)),
]

function leastLoss(candidates: readonly Candidate[]): Candidate[] {
  let best = [...candidates]
  for (const loss of losses) {
    const least = Math.min(...best.map(loss))
    best = best.filter((candidate) => loss(candidate) === least)
    if (best.length === 1) break
  }
  return best
}
