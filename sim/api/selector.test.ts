import { describe, expect, it } from 'vitest'
import { everything, nothing, parseSelector, selectorFromMap, selectorFromObject } from './selector.ts'

describe('parseSelector', () => {
  const labels = { app: 'web', tier: 'front', weight: '5' }
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier!=back', true],
    ['app in (web,db),tier', true],
    ['app notin (web)', false],
    ['!canary', true],
    ['canary!=yes', true],
    ['canary', false],
    ['weight>4,weight<6', true],
    ['app>1', false],
    ['app=', false],
    ['in in (in)', false],
  ])('%j selects: %s', (text, selected) => {
    expect(parseSelector(text).matches(labels)).toBe(selected)
  })
  it('prints itself with keys in order', () => {
    expect(parseSelector('b in (y,x),!c,a=1,d').toString()).toBe('a=1,b in (x,y),!c,d')
  })
  it.each([
    ['a=b,', "found '', expected: identifier after ','"],
    ['=b', "found '=', expected: !, identifier, or 'end of string'"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a=!b', "unable to parse requirement: found '!', expected: identifier"],
    [
      'a>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    [
      '-a=b',
      "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ])('refuses %j', (text, message) => {
    expect(() => parseSelector(text)).toThrow(message)
  })
})

describe('selectorFromObject', () => {
  it('selects nothing when there is none, all when it is empty', () => {
    expect(selectorFromObject(undefined)).toBe(nothing)
    expect(nothing.matches({ a: 'b' })).toBe(false)
    expect(selectorFromObject({}).matches({ a: 'b' })).toBe(true)
    expect(everything.matches(undefined)).toBe(true)
  })
  it('joins labels and expressions', () => {
    const selector = selectorFromObject({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'x', operator: 'DoesNotExist' },
      ],
    })
    expect(selector.toString()).toBe('app=web,tier in (a,b),!x')
    expect(selector.matches({ app: 'web', tier: 'b' })).toBe(true)
    expect(selector.matches({ app: 'web', tier: 'b', x: '' })).toBe(false)
  })
  it('refuses an operator that is none', () => {
    const selector = { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] }
    expect(() => selectorFromObject(selector)).toThrow('"Gt" is not a valid label selector operator')
  })
  it('takes a map as it is', () => {
    expect(selectorFromMap({ b: '2', a: '1' }).toString()).toBe('a=1,b=2')
    expect(selectorFromMap(undefined).matches({})).toBe(true)
  })
})
