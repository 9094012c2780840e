// What the pod security checks look at, and the words in which they name what they find. k8s: pod-security-admission/policy/{visitor,helpers}.go
import type { Container, ObjectMeta, PodSecurityContext, PodSpec, SecurityContext } from '../../generated/types.ts'

/** A pod, or the template of one. */
export interface Subject {
  metadata: ObjectMeta
  spec: PodSpec
}

/** Why a check lets nobody through: the short reason, and what exactly. */
export interface Violation {
  reason: string
  detail: string
}

export type PodCheck = (subject: Subject) => Violation | undefined

type Contained = Pick<Container, 'name' | 'securityContext' | 'ports' | 'lifecycle'> &
  Pick<Container, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>

/** Init containers first, those added to a running pod last. */
export function containersOf({ spec }: Subject): Contained[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])]
}

/** The names of the containers of which this is true. */
export function namesOf(subject: Subject, isBad: (container: Contained) => boolean): string[] {
  return containersOf(subject).flatMap((container) => (isBad(container) ? [container.name] : []))
}

/** Who sets something: `pod`, `containers "a", "b"`, or both. */
export function settersOf(
  subject: Subject,
  isBad: (context: PodSecurityContext | SecurityContext) => boolean,
): { setters: string[]; text: string } {
  const { securityContext } = subject.spec
  const names = namesOf(subject, ({ securityContext: own }) => own !== undefined && isBad(own))
  const setters = [
    ...(securityContext && isBad(securityContext) ? ['pod'] : []),
    ...(names.length > 0 ? [containersText(names)] : []),
  ]
  return { setters, text: setters.join(' and ') }
}

/** `container "a"`, `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
  return `${plural('container', names.length)} ${quoted(names)}`
}

/** What each gives, once, in order. */
export function distinct(values: Iterable<string>): string[] {
  return [...new Set(values)].toSorted()
}

export function quoted(items: readonly string[]): string {
  return items.length === 0 ? '' : `"${items.join('", "')}"`
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`
}
