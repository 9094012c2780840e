// What a ReplicationController may say. k8s: pkg/apis/core/validation/validation.go ValidateReplicationControllerSpec
import { forbidden, invalid, notSupported, path, required } from '../../api/field-errors.ts'
import type { FieldError, FieldPath } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import type { PodTemplateSpec, ReplicationController } from '../../generated/types.ts'
import { validatePodTemplate } from '../pod-spec/template-validation.ts'
import { validateCounts } from '../workload/count-validation.ts'

/** Every fault of a defaulted ReplicationController's spec. */
export function validateReplicationController({ spec = {} }: ReplicationController): FieldError[] {
  const at = path('spec')
  const { selector = {}, template } = spec
  const templateAt = at.child('template')
  return [
    ...validateNonnegative(spec.minReadySeconds ?? 0, at.child('minReadySeconds')),
    ...(Object.keys(selector).length === 0 ? [required(at.child('selector'))] : []),
    ...validateNonnegative(spec.replicas ?? 0, at.child('replicas')),
    ...(template ? validateTemplate(template, selector, templateAt) : [required(templateAt)]),
  ]
}

function validateTemplate(template: PodTemplateSpec, selector: { [key: string]: string }, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  const labels = template.metadata?.labels
  if (Object.entries(selector).some(([key, value]) => labels?.[key] !== value)) {
    const rule = '`selector` does not match template `labels`'
    errors.push(invalid(at.child('metadata', 'labels'), labels, rule))
  }
  errors.push(...validatePodTemplate(template, at))
  const { restartPolicy = '', activeDeadlineSeconds } = template.spec ?? {}
  if (restartPolicy !== 'Always') {
    errors.push(notSupported(at.child('spec', 'restartPolicy'), restartPolicy, ['Always']))
  }
  if (activeDeadlineSeconds !== undefined) {
    const rule = 'activeDeadlineSeconds in ReplicationController is not Supported'
    errors.push(forbidden(at.child('spec', 'activeDeadlineSeconds'), rule))
  }
  return errors
}

/** Every fault of a new status. */
export function validateReplicationControllerStatus({ status }: ReplicationController): FieldError[] {
  return validateCounts(
    status ?? {},
    ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'],
    ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
    path('status'),
  )
}
