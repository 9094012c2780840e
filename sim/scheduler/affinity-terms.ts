// The terms of pod affinity and anti-affinity, read once a pod. k8s: pkg/scheduler/framework/types.go AffinityTerm
import { nothing, selectorFromObject, type Selector } from '../api/selector.ts'
import type { Namespace, Pod, PodAffinityTerm, WeightedPodAffinityTerm } from '../generated/types.ts'
import type { Lister } from '../client/informer.ts'

export interface AffinityTerm {
  readonly topologyKey: string
  /** Does the term of a pod that is there mean `other`? */
  means(other: Pod, namespaces: Lister<Namespace>): boolean
  /**
   * Does the term of the pod to be placed mean `other`? Its namespaceSelector is tried a second time on no labels at
   * all, so that `DoesNotExist` selects every namespace: a slip of the real scheduler (k8s: mergeAffinityTermNamespacesIfNotEmpty).
   */
  meansPlaced(other: Pod, namespaces: Lister<Namespace>): boolean
  /** Does it mean `other` whatever the labels of its namespace are? */
  meansWithin(other: Pod): boolean
}

interface WeightedTerm extends AffinityTerm {
  readonly weight: number
}

export interface AffinityTerms {
  readonly affinity: readonly AffinityTerm[]
  readonly antiAffinity: readonly AffinityTerm[]
  readonly preferred: readonly WeightedTerm[]
  /** Weights are negative. */
  readonly preferredAnti: readonly WeightedTerm[]
}

const known = new WeakMap<Pod, AffinityTerms>()

export function termsOf(pod: Pod): AffinityTerms {
  const cached = known.get(pod)
  if (cached) return cached
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {}
  const terms: AffinityTerms = {
    affinity: required(pod, podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    antiAffinity: required(pod, podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferred: preferred(pod, podAffinity?.preferredDuringSchedulingIgnoredDuringExecution, 1),
    preferredAnti: preferred(pod, podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution, -1),
  }
  known.set(pod, terms)
  return terms
}

/** Says anything of the company of other pods. */
export function hasAffinity(pod: Pod): boolean {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {}
  return podAffinity !== undefined || podAntiAffinity !== undefined
}

function required(pod: Pod, terms: PodAffinityTerm[] = []): AffinityTerm[] {
  return terms.map((term) => readTerm(pod, term))
}

function preferred(pod: Pod, terms: WeightedPodAffinityTerm[] = [], sign: number): WeightedTerm[] {
  return terms.map(({ weight, podAffinityTerm }) => ({ ...readTerm(pod, podAffinityTerm), weight: weight * sign }))
}

function readTerm(pod: Pod, term: PodAffinityTerm): AffinityTerm {
  const selector = selectorFromObject(term.labelSelector)
  const own = !term.namespaces?.length && !term.namespaceSelector
  const names = new Set(own ? [pod.metadata.namespace!] : term.namespaces)
  const namespaceSelector: Selector = term.namespaceSelector ? selectorFromObject(term.namespaceSelector) : nothing
  const means: AffinityTerm['means'] = (other, namespaces) => {
    const { namespace, labels } = other.metadata
    if (!selector.matches(labels)) return false
    if (names.has(namespace!)) return true
    return !namespaceSelector.nothing && namespaceSelector.matches(namespaces.get('', namespace!)?.metadata.labels)
  }
  return {
    topologyKey: term.topologyKey,
    means,
    meansPlaced: (other, namespaces) =>
      means(other, namespaces) || (namespaceSelector.matches({}) && selector.matches(other.metadata.labels)),
    meansWithin: ({ metadata }) =>
      (names.has(metadata.namespace!) || term.namespaceSelector !== undefined) && selector.matches(metadata.labels),
  }
}
