import { describe, expect, it } from 'vitest'
import { exactFieldValue, matchesFields, parseFieldSelector } from './field-selector.ts'

describe('parseFieldSelector', () => {
  it('reads terms, skipping empty ones', () => {
    expect(parseFieldSelector('metadata.name=a,,status.phase!=Running')).toEqual([
      { field: 'metadata.name', equal: true, value: 'a' },
      { field: 'status.phase', equal: false, value: 'Running' },
    ])
  })
  it('takes escaped commas, equals and backslashes as data', () => {
    expect(parseFieldSelector(String.raw`a=x\,y\=z\\`)).toEqual([
      { field: 'a', equal: true, value: String.raw`x,y=z\ `.trim() },
    ])
  })
  it.each([
    ['foo', "invalid selector: 'foo'; can't understand 'foo'"],
    [String.raw`a=b\x`, String.raw`invalid field selector: invalid escape sequence: \x`],
    ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
    ['a=b\\', 'invalid field selector: invalid escape sequence: \\'],
  ])('refuses %j', (text, message) => {
    expect(() => parseFieldSelector(text)).toThrow(message)
  })
})

describe('matching', () => {
  const terms = parseFieldSelector('metadata.name=a,spec.nodeName!=n1')
  it('wants every term; what an object lacks is empty', () => {
    expect(matchesFields(terms, { 'metadata.name': 'a' })).toBe(true)
    expect(matchesFields(terms, { 'metadata.name': 'a', 'spec.nodeName': 'n1' })).toBe(false)
    expect(matchesFields(terms, {})).toBe(false)
  })
  it('tells the one value that a field must have', () => {
    expect(exactFieldValue(terms, 'metadata.name')).toBe('a')
    expect(exactFieldValue(terms, 'spec.nodeName')).toBeUndefined()
  })
})
