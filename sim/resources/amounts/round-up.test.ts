// Amounts as a real API server (1.35.1) stored them.
import { expect, test } from 'vitest'
import { roundUpAmounts } from './round-up.ts'

test('amounts finer than a thousandth are rounded up, others stay as they are', () => {
  const amounts = { a: '100u', b: '1500100u', c: '10Gi', d: '250m', e: '-1u' }
  roundUpAmounts(amounts)
  expect(amounts).toEqual({ a: '1m', b: '1501m', c: '10Gi', d: '250m', e: '-1m' })
})

test('no list, nothing to round', () => {
  expect(() => roundUpAmounts(undefined)).not.toThrow()
})
