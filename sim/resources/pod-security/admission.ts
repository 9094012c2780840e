// Lets into a namespace only the pods that its pod-security labels allow. k8s: pod-security-admission/admission/admission.go
import { sameValue } from '../../api/meta-validation.ts'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { namespaces, pods } from '../../api/refs.ts'
import { forbidden, invalid } from '../../api/status.ts'
import type { Container, Namespace, Pod, PodTemplateSpec } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'
import { violations } from './checks.ts'
import { isStricter, levelText, policyOf, type LevelVersion } from './policy.ts'
import type { Subject, Violation } from './subject.ts'

/** A write as it is about to be stored; `old` is what stands. */
export interface Write {
  ref: ResourceRef
  object: KubeObject
  old?: KubeObject
}

/** Of the pods of a namespace, at most so many are looked at when its labels change. */
const podsMax = 3000

/** Throws 403 for a pod that its namespace does not allow, 422 for labels of a namespace that say nothing; `warn` hears of the rest. */
export function admitPodSecurity(
  { ref, object, old }: Write,
  view: ClusterView,
  warn: (sentence: string) => void = () => undefined,
): void {
  if (isOf(namespaces, ref)) return admitNamespace(object as Namespace, view, warn, old as Namespace | undefined)
  const isPod = isOf(pods, ref)
  if (isPod && old && !changesImages(object as Pod, old as Pod)) return
  const subject = isPod ? (object as Subject & KubeObject) : templateOf(ref, object)
  const labels = subject && view.get(namespaces, '', object.metadata.namespace!)?.metadata.labels
  if (!subject || !labels) return
  const { enforce, warn: advised } = policyOf(labels).policy
  const refused = isPod ? violations(enforce, subject) : []
  if (refused.length > 0)
    throw forbidden(
      ref,
      object.metadata.name ?? '',
      `violates PodSecurity "${levelText(enforce)}": ${details(refused)}`,
    )
  const found = violations(advised, subject)
  if (found.length > 0) warn(`would violate PodSecurity "${levelText(advised)}": ${details(found)}`)
}

function admitNamespace(
  namespace: Namespace,
  view: ClusterView,
  warn: (sentence: string) => void,
  old: Namespace | undefined,
): void {
  const { metadata } = namespace
  const { policy, errors } = policyOf(metadata.labels)
  const before = policyOf(old?.metadata.labels)
  const isNews = !old || before.errors.length === 0 || !sameValue(errors, before.errors)
  if (errors.length > 0 && isNews) throw invalid(namespaces, metadata.name ?? '', errors)
  if (!old) return
  const isOtherVersion = policy.enforce.minor !== before.policy.enforce.minor
  if (!isOtherVersion && !isStricter(policy.enforce.level, before.policy.enforce.level)) return
  for (const sentence of adviceOnPods(metadata.name!, policy.enforce, view)) warn(sentence)
}

/** What the pods that are there already would not be allowed, those of one fault in one sentence. */
function adviceOnPods(namespace: string, enforce: LevelVersion, view: ClusterView): string[] {
  if (enforce.level === 'privileged') return []
  const all = onePerController(view.list(pods, namespace))
  const looked = all.slice(0, podsMax)
  const faults = Map.groupBy(looked, (pod) =>
    violations(enforce, pod as Subject & Pod)
      .map(({ reason }) => reason)
      .join(', '),
  )
  faults.delete('')
  const some = looked.length < all.length ? [firstOnly(looked.length, all.length)] : []
  if (faults.size === 0) return some
  const level = levelText(enforce)
  return [
    ...some,
    `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${level}"`,
    ...[...faults].map(([fault, bad]) => `${podsText(bad)}: ${fault}`).toSorted(),
  ]
}

function firstOnly(looked: number, all: number): string {
  return `new PodSecurity enforce level only checked against the first ${looked} of ${all} existing pods`
}

/** The pods of a controller look alike: one of each first. */
function onePerController(all: Pod[]): Pod[] {
  const seen = new Set<string>()
  const [first, more]: [Pod[], Pod[]] = [[], []]
  for (const pod of all) {
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)?.uid
    if (owner !== undefined && seen.has(owner)) more.push(pod)
    else first.push(pod)
    if (owner !== undefined) seen.add(owner)
  }
  return [...first, ...more]
}

function podsText(bad: readonly Pod[]): string {
  const [first] = bad.map(({ metadata }) => metadata.name!).toSorted()
  if (bad.length === 1) return first!
  return `${first} (and ${bad.length - 1} other ${bad.length === 2 ? 'pod' : 'pods'})`
}

const templated = [
  '/replicationcontrollers',
  '/podtemplates',
  'apps/replicasets',
  'apps/deployments',
  'apps/statefulsets',
  'apps/daemonsets',
  'batch/jobs',
]

interface Templated {
  spec?: { template?: PodTemplateSpec; jobTemplate?: { spec?: { template?: PodTemplateSpec } } }
  template?: PodTemplateSpec
}

/** The pods that an object of this resource is there to make. */
function templateOf({ group, plural }: ResourceRef, object: KubeObject): Subject | undefined {
  const { spec, template: own } = object as KubeObject & Templated
  const resource = `${group}/${plural}`
  const template =
    resource === 'batch/cronjobs'
      ? spec?.jobTemplate?.spec?.template
      : templated.includes(resource)
        ? (spec?.template ?? own)
        : undefined
  return template?.spec && { metadata: template.metadata ?? {}, spec: template.spec }
}

/** Of a pod that is there, only its images and containers to look at it can change for the worse. */
function changesImages(pod: Pod, old: Pod): boolean {
  const imagesOf = ({ spec }: Pod): unknown =>
    [spec?.initContainers, spec?.containers, spec?.ephemeralContainers].map((list: Pick<Container, 'image'>[] = []) =>
      list.map(({ image }) => image),
    )
  return !sameValue(imagesOf(pod), imagesOf(old))
}

function details(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ')
}

function isOf(one: ResourceRef, { group, plural }: ResourceRef): boolean {
  return one.group === group && one.plural === plural
}
