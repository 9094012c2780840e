// One condition on labels. k8s: apimachinery/pkg/labels/selector.go Requirement
import { errorText, invalid, notSupported, path, type FieldError } from './field-errors.ts'
import { labelValue, qualifiedKey } from './names.ts'

/** Operators as the API spells them in text selectors and, capitalised, in objects. */
export type SelectorOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!'

/** `key operator values`. */
export interface Requirement {
  readonly key: string
  readonly operator: SelectorOperator
  readonly values: readonly string[]
}

/** The selector is not one; `message` is the server's sentence. */
export class SelectorError extends Error {}

/** Checks and makes a requirement. Throws {@link SelectorError} with every fault in one sentence. */
export function requirement(key: string, operator: SelectorOperator, values: readonly string[]): Requirement {
  const errors: FieldError[] = []
  const at = path('values')
  const keyErrors = qualifiedKey(key)
  if (keyErrors.length > 0) errors.push(invalid('key', key, keyErrors.join('; ')))
  const wrong = (detail: string): void => void errors.push(invalid(at, values, detail))
  if ((operator === 'in' || operator === 'notin') && values.length === 0) {
    wrong("for 'in', 'notin' operators, values set can't be empty")
  } else if (['=', '==', '!='].includes(operator) && values.length !== 1) {
    wrong('exact-match compatibility requires one single value')
  } else if ((operator === 'exists' || operator === '!') && values.length > 0) {
    wrong('values set must be empty for exists and does not exist')
  } else if (operator === 'gt' || operator === 'lt') {
    if (values.length !== 1) wrong("for 'Gt', 'Lt' operators, exactly one value is required")
    for (const [index, value] of values.entries()) {
      if (integer(value) !== undefined) continue
      errors.push(invalid(at.index(index), value, "for 'Gt', 'Lt' operators, the value must be an integer"))
    }
  } else if (!operators.includes(operator)) errors.push(notSupported('operator', operator, operators))
  for (const [index, value] of values.entries()) {
    const sentences = labelValue(value)
    if (sentences.length > 0) errors.push(invalid(at.index(index).key(key), value, sentences.join('; ')))
  }
  if (errors.length > 0) throw new SelectorError(aggregate(errors.map(errorText)))
  return { key, operator, values }
}

const operators: SelectorOperator[] = ['in', 'notin', '=', '==', '!=', 'gt', 'lt', 'exists', '!']

/** Several faults as one sentence: alone, or `[a, b]` without repeats. k8s: util/errors Aggregate.Error */
export function aggregate(sentences: readonly string[]): string {
  const distinct = [...new Set(sentences)]
  return distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]`
}

/** Does the set of labels fulfil the condition? */
export function fulfils(wanted: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, wanted.key) ? labels[wanted.key] : undefined
  switch (wanted.operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && wanted.values.includes(value)
    case 'notin':
    case '!=':
      return value === undefined || !wanted.values.includes(value)
    case 'exists':
      return value !== undefined
    case '!':
      return value === undefined
    case 'gt':
    case 'lt': {
      const [own, limit] = [integer(value ?? ''), integer(wanted.values[0] ?? '')]
      if (own === undefined || limit === undefined) return false
      return wanted.operator === 'gt' ? own > limit : own < limit
    }
  }
}

function integer(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined
  const value = BigInt(text.replace('+', ''))
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : undefined
}

/** The requirement as text: `app in (a,b)`. */
export function requirementText({ key, operator, values }: Requirement): string {
  const list = values.toSorted().join(',')
  switch (operator) {
    case 'exists':
      return key
    case '!':
      return `!${key}`
    case 'in':
    case 'notin':
      return `${key} ${operator} (${list})`
    case 'gt':
      return `${key}>${list}`
    case 'lt':
      return `${key}<${list}`
    default:
      return `${key}${operator}${list}`
  }
}
