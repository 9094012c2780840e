import { describe, expect, it } from 'vitest'
import { goQuoted, parseJson, plainValue } from './json-tree.ts'

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    const text = ' {"a": [1, -2.5e3, "x\\u00e9\\n", true, false, null, {}], "b": {"c": "\\ud83d\\ude00"}} '
    expect(plainValue(parseJson(text))).toEqual(JSON.parse(text))
  })
  it('keeps order, duplicates and spelling', () => {
    expect(parseJson('{"b":1.0,"a":2,"b":3}')).toEqual({
      kind: 'object',
      entries: [
        ['b', { kind: 'number', text: '1.0' }],
        ['a', { kind: 'number', text: '2' }],
        ['b', { kind: 'number', text: '3' }],
      ],
    })
  })
  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ['{"a":-}', "invalid character '}' in numeric literal"],
    ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
    ['{"a":1e}', "invalid character '}' in exponent of numeric literal"],
    ['{"a":"\\x"}', "invalid character 'x' in string escape code"],
    ['{"a":"\\u12g4"}', "invalid character 'g' in \\u hexadecimal character escape"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{"a":"ñ"ñ}', "invalid character 'Ã' after object key:value pair"],
    ['nul', "invalid character ' ' in literal null (expecting 'l')"],
    ['{}x', "invalid character 'x' after top-level value"],
    ['"a\tb"', "invalid character '\\t' in string literal"],
    ["'", "invalid character '\\'' looking for beginning of value"],
    ['['.repeat(5000), 'exceeded max depth'],
  ])('refuses %j', (text, message) => {
    expect(() => parseJson(text)).toThrow(message)
  })
  it('takes a lone half of a pair for U+FFFD', () => {
    expect(plainValue(parseJson('"\\ud800x"'))).toBe('\uFFFDx')
  })
})

describe('goQuoted', () => {
  it('escapes as Go does', () => {
    expect(goQuoted('a"\\\n\u0001ñ\u00a0')).toBe('"a\\"\\\\\\n\\x01ñ\\u00a0"')
  })
})
