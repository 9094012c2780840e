// The selector and template of what keeps a number of like pods: Deployment, ReplicaSet, StatefulSet.
// k8s: pkg/apis/apps/validation/validation.go ValidatePodTemplateSpecForReplicaSet
import { forbidden, invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabelSelector } from '../../api/label-selector-validation.ts'
import { SelectorError } from '../../api/requirement.ts'
import { selectorFromObject, type Selector } from '../../api/selector.ts'
import type { LabelSelector, PodTemplateSpec } from '../../generated/types.ts'
import { shownSelector } from './shown-selector.ts'
import { validatePodTemplate, validateTemplateMetadata } from '../pod-spec/template-validation.ts'

/** What differs from kind to kind. */
interface Words {
  /** As the sentence about an empty selector names it. */
  kind: string
  /** As the sentence about activeDeadlineSeconds names it. */
  template: string
  /** About a selector that cannot be read. */
  unreadable: string
  /** Leaves the pod's own faults alone: the template that stands has some. */
  skipPodTemplate?: boolean
  /** Labels and annotations are looked at twice, and so their faults are told twice. */
  metadataTwice?: boolean
}

const replicaSetWords: Words = { kind: 'deployment', template: 'ReplicaSet', unreadable: 'invalid label selector' }

/** Every fault of a selector and of the template that it must select. @param at the path of the spec. */
export function validateSelectorAndTemplate(
  spec: { selector?: LabelSelector; template?: PodTemplateSpec },
  at: FieldPath,
  words: Words = replicaSetWords,
): FieldError[] {
  const { selector, template = {} } = spec
  const own = at.child('selector')
  const errors: FieldError[] = []
  if (!selector) errors.push(required(own))
  else {
    errors.push(...validateLabelSelector(selector, own))
    const size = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length
    if (size === 0) errors.push(invalid(own, shownSelector(selector), `empty selector is invalid for ${words.kind}`))
  }
  const parsed = parseSelector(selector)
  if (!parsed) errors.push(invalid(own, shownSelector(selector), words.unreadable))
  return [...errors, ...validateTemplate(template, parsed, at.child('template'), words)]
}

function parseSelector(selector: LabelSelector | undefined): Selector | undefined {
  try {
    return selectorFromObject(selector)
  } catch (error) {
    if (error instanceof SelectorError) return undefined
    throw error
  }
}

function validateTemplate(
  template: PodTemplateSpec,
  selector: Selector | undefined,
  at: FieldPath,
  words: Words,
): FieldError[] {
  const errors: FieldError[] = []
  const labels = template.metadata?.labels
  const selects = selector && (selector.nothing || selector.requirements.length > 0)
  if (selects && !selector.matches(labels)) {
    const rule = '`selector` does not match template `labels`'
    errors.push(invalid(at.child('metadata', 'labels'), labels, rule))
  }
  if (selector && !words.skipPodTemplate) errors.push(...validatePodTemplate(template, at))
  if (selector && words.metadataTwice) errors.push(...validateTemplateMetadata(template, at))
  const { restartPolicy = '', activeDeadlineSeconds } = template.spec ?? {}
  if (restartPolicy !== 'Always')
    errors.push(notSupported(at.child('spec', 'restartPolicy'), restartPolicy, ['Always']))
  if (activeDeadlineSeconds !== undefined) {
    const rule = `activeDeadlineSeconds in ${words.template} is not Supported`
    errors.push(forbidden(at.child('spec', 'activeDeadlineSeconds'), rule))
  }
  return errors
}
