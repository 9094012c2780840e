// Who a pod of a StatefulSet is: its ordinal, its name, its claims, its revision. k8s: pkg/controller/statefulset/stateful_set_utils.go
import { statefulSets } from '../../api/refs.ts'
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, StatefulSet } from '../../generated/types.ts'
import { podFromTemplate } from '../workload/pods.ts'

const podNameLabel = 'statefulset.kubernetes.io/pod-name'
const podIndexLabel = 'apps.kubernetes.io/pod-index'
const revisionLabel = 'controller-revision-hash'

/** -1 for a pod whose name does not end in a number. */
export function ordinalOf(pod: Pod): number {
  const [, , digits] = /^(.*)-([0-9]+)$/.exec(pod.metadata.name!) ?? []
  const ordinal = digits === undefined ? -1 : Number(digits)
  return ordinal < 2 ** 31 ? ordinal : -1
}

/** Has it a name of this set? */
export function isMemberOf(set: StatefulSet, podName: string): boolean {
  return /^(.*)-[0-9]+$/.exec(podName)?.[1] === set.metadata.name
}

export function startOrdinal(set: StatefulSet): number {
  return set.spec?.ordinals?.start ?? 0
}

export function isInRange(pod: Pod, set: StatefulSet): boolean {
  const place = ordinalOf(pod) - startOrdinal(set)
  return place >= 0 && place < (set.spec?.replicas ?? 1)
}

/** Name of the revision of which the pod was made. */
export function revisionOf(pod: Pod): string {
  return pod.metadata.labels?.[revisionLabel] ?? ''
}

/** The claims of the pod with this ordinal, in the templates' order, with the name of the template. */
export function claimsOf(set: StatefulSet, ordinal: number): { template: string; claim: PersistentVolumeClaim }[] {
  return (set.spec?.volumeClaimTemplates ?? []).map((template) => {
    const { name = '', ...metadata } = template.metadata ?? {}
    return {
      template: name,
      claim: {
        ...template,
        metadata: {
          ...metadata,
          name: `${name}-${set.metadata.name}-${ordinal}`,
          namespace: set.metadata.namespace!,
          labels: { ...metadata.labels, ...set.spec?.selector.matchLabels },
        },
      },
    }
  })
}

/** The pod of an ordinal as it has to be made. @param revision name of the revision that `template` is of. */
export function newPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Pod {
  const name = `${set.metadata.name}-${ordinal}`
  const pod = podFromTemplate(template, statefulSets, set)
  const named: Pod = {
    ...pod,
    metadata: { ...pod.metadata, name },
    spec: { ...pod.spec!, hostname: name, subdomain: set.spec?.serviceName ?? '' },
  }
  const identified = withStorage(set, withIdentity(named))
  const labels = { ...identified.metadata.labels, [revisionLabel]: revision }
  return { ...identified, metadata: { ...identified.metadata, labels } }
}

export function identityMatches(set: StatefulSet, pod: Pod): boolean {
  const { name, labels } = pod.metadata
  return name === `${set.metadata.name}-${ordinalOf(pod)}` && labels?.[podNameLabel] === name
}

export function withIdentity(pod: Pod): Pod {
  const labels = {
    ...pod.metadata.labels,
    [podNameLabel]: pod.metadata.name!,
    [podIndexLabel]: String(ordinalOf(pod)),
  }
  return { ...pod, metadata: { ...pod.metadata, labels } }
}

export function storageMatches(set: StatefulSet, pod: Pod): boolean {
  return claimsOf(set, ordinalOf(pod)).every(({ template, claim }) =>
    pod.spec?.volumes?.some(
      ({ name, persistentVolumeClaim }) =>
        name === template && persistentVolumeClaim?.claimName === claim.metadata.name,
    ),
  )
}

/** With a volume for each claim, in the place of one of the same name. */
export function withStorage(set: StatefulSet, pod: Pod): Pod {
  const claims = claimsOf(set, ordinalOf(pod))
  if (claims.length === 0) return pod
  const made = claims.map(({ template, claim }) => ({
    name: template,
    persistentVolumeClaim: { claimName: claim.metadata.name! },
  }))
  const others = (pod.spec?.volumes ?? []).filter(({ name }) => !claims.some(({ template }) => template === name))
  return { ...pod, spec: { ...pod.spec!, volumes: [...made, ...others] } }
}
