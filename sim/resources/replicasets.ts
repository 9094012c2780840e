// ReplicaSets. k8s: pkg/registry/apps/replicaset/strategy.go, pkg/apis/apps/v1/defaults.go
import { replicaSets } from '../api/refs.ts'
import type { ReplicaSet, ReplicaSetSpec, PodSpec } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { path } from '../api/field-errors.ts'
import { validateImmutable } from '../api/meta-validation.ts'
import { validateReplicaSet, validateReplicaSetStatus } from './replica-set/validation.ts'
import { defaultPodTemplate } from './pod-spec/defaults.ts'
import { dropGatedFields } from './pod-spec/gated-fields.ts'
import { defineResource } from './resource.ts'
import { containerCells } from './workload/container-cells.ts'
import { templateWarnings } from './workload/template-warnings.ts'
import { shownSelector } from './workload/shown-selector.ts'
import { selectorText } from './workload/selector-text.ts'

/** The strategy of replica sets. */
export const replicaSetStrategy = defineResource<ReplicaSet>({
  ref: replicaSets,
  type: 'io.k8s.api.apps.v1.ReplicaSet',
  generation: true,
  defaults(set) {
    const spec = specOf(set)
    spec.replicas ??= 1
    spec.template ??= {}
    defaultPodTemplate(spec.template)
  },
  prepareForCreate(set) {
    set.metadata.generation = 1
    set.status = { replicas: 0 }
    dropGatedFields(templateSpec(set))
  },
  prepareForUpdate(set) {
    dropGatedFields(templateSpec(set))
  },
  validate: validateReplicaSet,
  validateUpdate: (set, old) =>
    validateImmutable(
      shownSelector(set.spec?.selector),
      shownSelector(old.spec?.selector),
      path('spec').child('selector'),
    ),
  warnings: (set, old) => templateWarnings(set, set.spec!.template!, old),
  status: { validate: validateReplicaSetStatus },
  scale: {
    replicas: (set) => set.spec?.replicas ?? 0,
    setReplicas: (set, replicas) => void (specOf(set).replicas = replicas),
    statusReplicas: (set) => set.status?.replicas ?? 0,
    selector: (set) => selectorText(set.spec?.selector),
  },
  selectableFields: (set) => ({ 'status.replicas': String(set.status?.replicas ?? 0) }),
  row(set, { now }) {
    const { spec, status } = set
    const [containers, images] = containerCells(spec?.template)
    return [
      set.metadata.name!,
      spec?.replicas ?? 0,
      status?.replicas ?? 0,
      status?.readyReplicas ?? 0,
      ageCell(set.metadata.creationTimestamp, now),
      containers,
      images,
      selectorText(spec?.selector) || '<none>',
    ]
  },
})

function specOf(set: ReplicaSet): ReplicaSetSpec {
  set.spec ??= { selector: {} }
  return set.spec
}

function templateSpec(set: ReplicaSet): PodSpec {
  return specOf(set).template!.spec!
}
