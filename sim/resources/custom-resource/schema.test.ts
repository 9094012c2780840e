import { describe, expect, it } from 'vitest'
import { errorText } from '../../api/field-errors.ts'
import { setAt, valueAt } from './json-path.ts'
import { fillDefaults, pruneUnknown } from './pruning.ts'
import type { StructuralSchema } from './schema.ts'
import { schemaFaults } from './validation.ts'

const schema: StructuralSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', nullable: true },
        size: { type: 'integer', minimum: 1, exclusiveMinimum: true, multipleOf: 2, default: 4 },
        tags: { type: 'array', uniqueItems: true, items: { type: 'object', properties: { key: { type: 'string' } } } },
        more: { type: 'object', additionalProperties: { type: 'number' }, maxProperties: 1 },
        open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        inner: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: { type: 'string' } } },
      },
    },
  },
}

describe('a structural schema', () => {
  it('takes out what it does not know, at every depth', () => {
    const object = {
      kind: 'X',
      metadata: {},
      odd: 1,
      spec: {
        tags: [{ key: 'a', other: 1 }],
        more: { a: 1 },
        open: { a: { b: 1 } },
        inner: { kind: 'Y', x: 1 },
        nada: 1,
      },
    }
    expect(pruneUnknown(object, schema)).toEqual(['odd', 'spec.inner.x', 'spec.nada', 'spec.tags[0].other'])
    expect(object).toEqual({
      kind: 'X',
      metadata: {},
      spec: { tags: [{ key: 'a' }], more: { a: 1 }, open: { a: { b: 1 } }, inner: { kind: 'Y' } },
    })
  })

  it('fills in defaults, also for a null that is not allowed', () => {
    const object = { spec: { size: null, name: null } }
    fillDefaults(object, schema)
    expect(object).toEqual({ spec: { size: 4, name: null } })
  })

  it('says every fault in the words of the validator', () => {
    const spec = { size: 1, tags: [{}, {}], more: { a: 1, b: 'x' } }
    expect(schemaFaults({ spec }, schema).map(errorText)).toEqual([
      'spec.name: Required value',
      'spec.size: Invalid value: 1: spec.size in body should be a multiple of 2',
      'spec.size: Invalid value: 1: spec.size in body should be greater than 1',
      `spec.tags: Invalid value: [{},{}]: spec.tags in body shouldn't contain duplicates`,
      'spec.more: Too many: 2: must have at most 1 items',
      'spec.more.b: Invalid value: "string": spec.more.b in body must be of type number: "string"',
    ])
    expect(schemaFaults({ spec: { name: null, size: 4 } }, schema)).toEqual([])
  })
})

describe('a path', () => {
  it('reads members, places and the first element that fits', () => {
    const object = { status: { conditions: [{ type: 'A' }, { type: 'Ready', status: 'True' }] } }
    expect(valueAt(object, '.status.conditions[1].type')).toBe('Ready')
    expect(valueAt(object, '.status.conditions[?(@.type=="Ready")].status')).toBe('True')
    expect(valueAt(object, '.status.nada[0].x')).toBeUndefined()
  })

  it('sets, making what is missing', () => {
    const object = { spec: 3 }
    setAt(object, '.spec.a.b', 1)
    expect(object).toEqual({ spec: { a: { b: 1 } } })
  })
})
