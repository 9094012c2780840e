// StatefulSets. k8s: pkg/registry/apps/statefulset/strategy.go, pkg/apis/apps/v1/defaults.go
import { path } from '../api/field-errors.ts'
import { nameIsLabel } from '../api/names.ts'
import { statefulSets } from '../api/refs.ts'
import type { PodSpec, StatefulSet, StatefulSetSpec } from '../generated/types.ts'
import { defaultClaim } from './persistent-volume-claim/defaults.ts'
import { claimSpecWarnings } from './persistent-volume-claim/warnings.ts'
import { defaultPodTemplate } from './pod-spec/defaults.ts'
import { dropGatedFields } from './pod-spec/gated-fields.ts'
import { podSpecWarnings } from './pod-spec/warnings/spec-warnings.ts'
import { defineResource } from './resource.ts'
import { validateStatefulSetStatus } from './stateful-set/status-validation.ts'
import { validateStatefulSet, validateStatefulSetUpdate } from './stateful-set/validation.ts'
import { ageCell } from './table/age-cell.ts'
import { containerCells } from './workload/container-cells.ts'
import { selectorText } from './workload/selector-text.ts'

/** The strategy of stateful sets. */
export const statefulSetStrategy = defineResource<StatefulSet>({
  ref: statefulSets,
  type: 'io.k8s.api.apps.v1.StatefulSet',
  generation: true,
  nameRule: nameIsLabel,
  defaults(set) {
    const spec = specOf(set)
    spec.podManagementPolicy ||= 'OrderedReady'
    defaultStrategy(spec)
    const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {})
    retention.whenDeleted ||= 'Retain'
    retention.whenScaled ||= 'Retain'
    spec.replicas ??= 1
    spec.revisionHistoryLimit ??= 10
    defaultPodTemplate(spec.template)
    for (const claim of spec.volumeClaimTemplates ?? []) {
      claim.apiVersion = 'v1'
      claim.kind = 'PersistentVolumeClaim'
      defaultClaim(claim)
    }
  },
  prepareForCreate(set) {
    set.metadata.generation = 1
    set.status = { replicas: 0, availableReplicas: 0 }
    dropGatedFields(templateSpec(set))
  },
  prepareForUpdate(set) {
    dropGatedFields(templateSpec(set))
  },
  validate: (set, _view, old) => validateStatefulSet(set, old),
  validateUpdate: validateStatefulSetUpdate,
  warnings: statefulSetWarnings,
  status: { validate: validateStatefulSetStatus },
  scale: {
    replicas: (set) => set.spec?.replicas ?? 0,
    setReplicas: (set, replicas) => void (specOf(set).replicas = replicas),
    statusReplicas: (set) => set.status?.replicas ?? 0,
    selector: (set) => selectorText(set.spec?.selector),
  },
  row(set, { now }) {
    const [containers, images] = containerCells(set.spec?.template)
    return [
      set.metadata.name!,
      `${set.status?.readyReplicas ?? 0}/${set.spec?.replicas ?? 0}`,
      ageCell(set.metadata.creationTimestamp, now),
      containers,
      images,
    ]
  },
})

function defaultStrategy(spec: StatefulSetSpec): void {
  const strategy = (spec.updateStrategy ??= {})
  if (!strategy.type) {
    strategy.type = 'RollingUpdate'
    strategy.rollingUpdate ??= {}
  }
  if (strategy.type !== 'RollingUpdate' || !strategy.rollingUpdate) return
  strategy.rollingUpdate.partition ??= 0
  strategy.rollingUpdate.maxUnavailable ??= 1
}

function statefulSetWarnings({ metadata, spec }: StatefulSet, old: StatefulSet | undefined): string[] {
  const { template, volumeClaimTemplates = [], revisionHistoryLimit = 0 } = spec ?? { template: {} }
  const at = path('spec')
  const claimsAt = at.child('volumeClaimTemplates')
  const changed = !old || old.metadata.generation !== metadata.generation
  return [
    ...(changed && template.spec
      ? podSpecWarnings(template.spec, template.metadata?.annotations ?? {}, at.child('template'))
      : []),
    // The server's own path says Spec on an update.
    ...volumeClaimTemplates.flatMap((claim, index) =>
      claimSpecWarnings(claim.spec ?? {}, old ? claimsAt.index(index).child('Spec') : claimsAt.index(index)),
    ),
    ...(revisionHistoryLimit < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ]
}

function specOf(set: StatefulSet): StatefulSetSpec {
  set.spec ??= { selector: {}, template: {} }
  return set.spec
}

function templateSpec(set: StatefulSet): PodSpec {
  return specOf(set).template.spec!
}
