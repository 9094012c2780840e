import { describe, expect, it } from 'vitest'
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  quantityMilliValue,
  quantityOf,
  quantityValue,
  roundUpQuantity,
  subtractQuantities,
} from './quantity.ts'

describe('canonicalQuantity, as a real server printed them back', () => {
  it.each([
    ['1000m', '1'],
    ['0.5Gi', '512Mi'],
    ['1.5', '1500m'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['1000', '1k'],
    ['1023', '1023'],
    ['1.0', '1'],
    ['.5', '500m'],
    ['-0.5', '-500m'],
    ['0Gi', '0'],
    ['-0', '0'],
    ['.', '0'],
    ['+', '0'],
    ['12345e-2', '123450e-3'],
    ['0.5Ki', '512'],
    ['1.1Ki', '1126400m'],
    ['16Ei', '9223372036854775807'],
    ['1000E', '1'],
  ])('%s is %s', (text, printed) => {
    expect(canonicalQuantity(text)).toBe(printed)
  })
  it.each(['+5', '05', '1.500', '1.512', '1e3', '1E3', '100Mi', '600Gi'])('keeps %s as it was written', (text) => {
    expect(canonicalQuantity(text)).toBe(text)
  })
  it('rounds crumbs up to a billionth', () => {
    expect(canonicalQuantity('0.0000000001')).toBe('1n')
  })
})

describe('parseQuantity', () => {
  const pattern = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  it.each(['', 'x', '1 ', '1.5.5', '1,5', '1g', '0x10'])('refuses %j with the pattern', (text) => {
    expect(() => canonicalQuantity(text)).toThrow(pattern)
  })
  it.each(['1K', '1ki', '1e', '1m5', '1Gi2'])('refuses the suffix of %s', (text) => {
    expect(() => canonicalQuantity(text)).toThrow("unable to parse quantity's suffix")
  })
})

describe('arithmetic', () => {
  it('compares across suffixes', () => {
    expect(compareQuantities('1000m', '1')).toBe(0)
    expect(compareQuantities('1Gi', '1G')).toBe(1)
    expect(compareQuantities('-1', '1m')).toBe(-1)
  })
  it('adds and subtracts in the format of the first, unless that is zero', () => {
    expect(formatQuantity(addQuantities('1Gi', '512Mi'))).toBe('1536Mi')
    expect(formatQuantity(addQuantities('0', '1Gi'))).toBe('1Gi')
    expect(formatQuantity(subtractQuantities('1', '250m'))).toBe('750m')
    expect(formatQuantity(subtractQuantities('1Gi', '1Gi'))).toBe('0')
  })
  it('gives whole units and thousandths rounded away from zero', () => {
    expect(quantityValue('1500m')).toBe(2n)
    expect(quantityValue('-1500m')).toBe(-2n)
    expect(quantityMilliValue('1')).toBe(1000n)
    expect(quantityMilliValue('1u')).toBe(1n)
  })
  it('rounds up to a scale', () => {
    expect(formatQuantity(roundUpQuantity('1n', -3))).toBe('1m')
    expect(formatQuantity(roundUpQuantity('5', -3))).toBe('5')
  })
  it('makes one from a number', () => {
    expect(formatQuantity(quantityOf(1500n, 'DecimalSI', -3))).toBe('1500m')
    expect(formatQuantity(quantityOf(2n ** 31n, 'BinarySI'))).toBe('2Gi')
  })
})
