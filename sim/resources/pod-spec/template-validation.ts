// The template from which a workload makes its pods. k8s: pkg/apis/core/validation/validation.go ValidatePodTemplateSpec
import { forbidden, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabels } from '../../api/label-selector-validation.ts'
import { validateAnnotations } from '../../api/meta-validation.ts'
import type { PodTemplateSpec } from '../../generated/types.ts'
import { validatePodAnnotations, validateProfilesMatch } from './annotation-validation.ts'
import { validatePodSpec } from './spec-validation.ts'

/** Every fault of a defaulted template. What a kind asks of it besides (restartPolicy, labels) is the kind's own. */
export function validatePodTemplate(template: PodTemplateSpec, at: FieldPath): FieldError[] {
  const spec = template.spec ?? { containers: [] }
  const own = at.child('spec')
  const errors = [
    ...validateTemplateMetadata(template, at),
    ...validatePodSpec(spec, { isPod: false, podName: '' }, own),
    ...validateProfilesMatch(template.metadata?.annotations ?? {}, spec, own),
  ]
  if (spec.ephemeralContainers?.length) {
    errors.push(forbidden(own.child('ephemeralContainers'), 'ephemeral containers not allowed in pod template'))
  }
  return errors
}

/** Faults of its labels and annotations. */
export function validateTemplateMetadata({ metadata, spec }: PodTemplateSpec, at: FieldPath): FieldError[] {
  const { labels, annotations = {} } = metadata ?? {}
  const annotationsAt = at.child('annotations')
  return [
    ...validateLabels(labels, at.child('labels')),
    ...validateAnnotations(annotations, annotationsAt),
    ...validatePodAnnotations(annotations, spec ?? { containers: [] }, annotationsAt),
  ]
}
