// The selector and template of what keeps a number of like pods: Deployment and ReplicaSet.
// k8s: pkg/apis/apps/validation/validation.go ValidatePodTemplateSpecForReplicaSet
import { forbidden, invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabelSelector } from '../../api/label-selector-validation.ts'
import { SelectorError } from '../../api/requirement.ts'
import { selectorFromObject, type Selector } from '../../api/selector.ts'
import type { LabelSelector, PodTemplateSpec } from '../../generated/types.ts'
import { shownSelector } from './shown-selector.ts'
import { validatePodTemplate } from '../pod-spec/template-validation.ts'

/** Every fault of a selector and of the template that it must select. @param at the path of the spec. */
export function validateSelectorAndTemplate(
  spec: { selector?: LabelSelector; template?: PodTemplateSpec },
  at: FieldPath,
): FieldError[] {
  const { selector, template = {} } = spec
  const own = at.child('selector')
  const errors: FieldError[] = []
  if (!selector) errors.push(required(own))
  else {
    errors.push(...validateLabelSelector(selector, own))
    const size = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length
    if (size === 0) errors.push(invalid(own, shownSelector(selector), 'empty selector is invalid for deployment'))
  }
  const parsed = parseSelector(selector)
  if (!parsed) return [...errors, invalid(own, shownSelector(selector), 'invalid label selector')]
  return [...errors, ...validateTemplate(template, parsed, at.child('template'))]
}

function parseSelector(selector: LabelSelector | undefined): Selector | undefined {
  try {
    return selectorFromObject(selector)
  } catch (error) {
    if (error instanceof SelectorError) return undefined
    throw error
  }
}

function validateTemplate(template: PodTemplateSpec, selector: Selector, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  const labels = template.metadata?.labels
  const selects = selector.nothing || selector.requirements.length > 0
  if (selects && !selector.matches(labels)) {
    const rule = '`selector` does not match template `labels`'
    errors.push(invalid(at.child('metadata', 'labels'), labels, rule))
  }
  errors.push(...validatePodTemplate(template, at))
  const { restartPolicy = '', activeDeadlineSeconds } = template.spec ?? {}
  if (restartPolicy !== 'Always')
    errors.push(notSupported(at.child('spec', 'restartPolicy'), restartPolicy, ['Always']))
  if (activeDeadlineSeconds !== undefined) {
    const rule = 'activeDeadlineSeconds in ReplicaSet is not Supported'
    errors.push(forbidden(at.child('spec', 'activeDeadlineSeconds'), rule))
  }
  return errors
}
