import { describe, expect, it } from 'vitest'
import { readApplyBody } from './apply-body.ts'

const read = (text: string) => readApplyBody(new TextEncoder().encode(text))

// What a real API server said to the same bodies.
describe('readApplyBody', () => {
  it('reads YAML, and JSON as the YAML it is', () => {
    expect(read('kind: ConfigMap\ndata: {a: "1"}\n').applied).toEqual({ kind: 'ConfigMap', data: { a: '1' } })
    expect(read('{"kind":"ConfigMap","data":{"a":1}}').applied).toEqual({ kind: 'ConfigMap', data: { a: 1 } })
    const plain = { kind: 'ConfigMap' }
    expect(readApplyBody(plain).applied).toBe(plain)
  })
  it('takes the words of YAML 1.1 for what they are, keys too', () => {
    expect(read('data:\n  y: on\n  "n": "no"\n').applied).toEqual({ data: { true: true, n: 'no' } })
  })
  it.each([
    ['a: b: c', 'error converting YAML to JSON: yaml: mapping values are not allowed in this context'],
    ['\tkind: a', 'error converting YAML to JSON: yaml: found character that cannot start any token'],
    [
      '[]',
      'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
  ])('refuses %j', (text, reason) => {
    expect(() => read(text)).toThrow(`error decoding YAML: ${reason}`)
  })
  it('tells keys that stand twice as it is asked to', () => {
    const { applied, checkKeys } = read('data:\n  y: "1"\n  y: "2"\n  a: "1"\n  a: "2"\n')
    expect(applied).toEqual({ data: { true: '2', a: '2' } })
    expect(checkKeys('Warn')).toEqual(['line 3: key true already set in map', 'line 5: key "a" already set in map'])
    expect(checkKeys('Ignore')).toEqual([])
    expect(() => checkKeys('Strict')).toThrow(
      'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 3: key true already set in map\n  line 5: key "a" already set in map',
    )
  })
})
