import { describe, expect, it } from 'vitest'
import { errorText, path } from './field-errors.ts'
import { hasInvalidLabelValue, validateLabelSelector } from './label-selector-validation.ts'
import type { LabelSelector } from '../generated/types.ts'

const faults = (selector: LabelSelector | undefined): string[] =>
  validateLabelSelector(selector, path('spec.selector')).map(errorText)

describe('validateLabelSelector', () => {
  it('takes good ones, and none', () => {
    expect(faults(undefined)).toEqual([])
    expect(
      faults({ matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }),
    ).toEqual([])
  })
  it('wants values where the operator does, and nowhere else', () => {
    expect(faults({ matchExpressions: [{ key: 'a', operator: 'In' }] })).toEqual([
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ])
    expect(faults({ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] })).toEqual([
      "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ])
    expect(faults({ matchExpressions: [{ key: 'a', operator: 'Gt' }] })).toEqual([
      'spec.selector.matchExpressions[0].operator: Invalid value: "Gt": not a valid selector operator',
    ])
  })
  it('judges labels at the map', () => {
    expect(faults({ matchLabels: { a: '-' } })[0]).toMatch(
      /^spec\.selector\.matchLabels: Invalid value: "-": a valid label/,
    )
  })
  it('lets old values pass when told to', () => {
    const selector = { matchExpressions: [{ key: 'a', operator: 'In', values: ['-'] }] }
    expect(hasInvalidLabelValue(selector)).toBe(true)
    expect(faults(selector)).toHaveLength(1)
    expect(validateLabelSelector(selector, path('x'), { allowInvalidLabelValue: true })).toEqual([])
  })
})
