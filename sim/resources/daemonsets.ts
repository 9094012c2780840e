// DaemonSets. k8s: pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/defaults.go
import { path } from '../api/field-errors.ts'
import { sameValue, validateImmutable } from '../api/meta-validation.ts'
import { daemonSets } from '../api/refs.ts'
import type { DaemonSet, DaemonSetSpec, PodSpec } from '../generated/types.ts'
import { validateDaemonSet, validateDaemonSetStatus } from './daemon-set/validation.ts'
import { defaultPodTemplate } from './pod-spec/defaults.ts'
import { dropGatedFields } from './pod-spec/gated-fields.ts'
import { podSpecWarnings } from './pod-spec/warnings/spec-warnings.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'
import { containerCells } from './workload/container-cells.ts'
import { selectorText } from './workload/selector-text.ts'
import { shownSelector } from './workload/shown-selector.ts'

/** The count of templates so far lives in an annotation, since its field is gone. k8s: pkg/apis/apps/v1/conversion.go */
const generationAnnotation = 'deprecated.daemonset.template.generation'

/** The strategy of daemon sets. */
export const daemonSetStrategy = defineResource<DaemonSet>({
  ref: daemonSets,
  type: 'io.k8s.api.apps.v1.DaemonSet',
  generation: true,
  defaults(set) {
    const spec = specOf(set)
    const strategy = (spec.updateStrategy ??= {})
    strategy.type ||= 'RollingUpdate'
    if (strategy.type === 'RollingUpdate') {
      strategy.rollingUpdate ??= {}
      strategy.rollingUpdate.maxUnavailable ??= 1
      strategy.rollingUpdate.maxSurge ??= 0
    }
    spec.revisionHistoryLimit ??= 10
    defaultPodTemplate(spec.template)
  },
  prepareForCreate(set) {
    set.metadata.generation = 1
    set.status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }
    setTemplateGeneration(set, Math.max(1, templateGeneration(set)))
    dropGatedFields(templateSpec(set))
  },
  prepareForUpdate(set, old) {
    dropGatedFields(templateSpec(set))
    const changed = !sameValue(set.spec?.template, old.spec?.template)
    setTemplateGeneration(set, templateGeneration(old) + (changed ? 1 : 0))
  },
  validate: (set, _view, old) => validateDaemonSet(set, old),
  validateUpdate: (set, old) =>
    validateImmutable(
      shownSelector(set.spec?.selector),
      shownSelector(old.spec?.selector),
      path('spec').child('selector'),
    ),
  warnings(set, old) {
    if (old && templateGeneration(set) === templateGeneration(old)) return []
    const { metadata, spec } = specOf(set).template
    return spec ? podSpecWarnings(spec, metadata?.annotations ?? {}, path('spec').child('template')) : []
  },
  status: { validate: validateDaemonSetStatus },
  row(set, { now }) {
    const { spec, status } = set
    const [containers, images] = containerCells(spec?.template)
    return [
      set.metadata.name!,
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      selectorText({ matchLabels: spec?.template.spec?.nodeSelector ?? {} }) || '<none>',
      ageCell(set.metadata.creationTimestamp, now),
      containers,
      images,
      selectorText(spec?.selector) || '<none>',
    ]
  },
})

function specOf(set: DaemonSet): DaemonSetSpec {
  set.spec ??= { selector: {}, template: {} }
  return set.spec
}

function templateSpec(set: DaemonSet): PodSpec {
  return specOf(set).template.spec!
}

function templateGeneration(set: DaemonSet): number {
  const text = set.metadata.annotations?.[generationAnnotation] ?? ''
  return /^[0-9]+$/.test(text) ? Number(text) : 0
}

function setTemplateGeneration(set: DaemonSet, generation: number): void {
  set.metadata.annotations = { ...set.metadata.annotations, [generationAnnotation]: String(generation) }
}
