import { describe, expect, it } from 'vitest'
import { mergeSchemaOf, type MergeSchema } from './merge-schema.ts'
import { threeWayPatch } from './three-way.ts'

const gvk = { group: 'apps', version: 'v1', kind: 'Deployment' }
const schema = mergeSchemaOf(
  {
    components: {
      schemas: {
        'd.Deployment': {
          properties: { spec: { $ref: '#/components/schemas/d.Spec' } },
          'x-kubernetes-group-version-kind': [gvk],
        },
        'd.Spec': {
          properties: {
            replicas: {},
            args: { items: {} },
            finalizers: { items: {}, 'x-kubernetes-patch-strategy': 'merge' },
            strategy: {
              allOf: [{ $ref: '#/components/schemas/d.Strategy' }],
              'x-kubernetes-patch-strategy': 'retainKeys',
            },
            containers: {
              items: { $ref: '#/components/schemas/d.Container' },
              'x-kubernetes-patch-strategy': 'merge',
              'x-kubernetes-patch-merge-key': 'name',
            },
          },
        },
        'd.Strategy': { properties: { type: {}, rollingUpdate: { properties: { maxSurge: {} } } } },
        'd.Container': { properties: { name: {}, image: {}, env: {} } },
      },
    },
  },
  gvk,
)

function patch(original: object, modified: object, current: object, by: MergeSchema | undefined = schema): unknown {
  const whole = (spec: object) => ({ spec: { ...spec } })
  return threeWayPatch({ original: whole(original), modified: whole(modified), current: whole(current) }, by)
}

describe('three-way patch', () => {
  it('sends nothing for what the cluster has, whatever else the cluster added', () => {
    const mine = { replicas: 1, containers: [{ name: 'a', image: 'x' }] }
    expect(patch(mine, mine, { replicas: 1, paused: false, containers: [{ name: 'a', image: 'x', env: [] }] })).toEqual(
      {},
    )
  })

  it('puts back what somebody else changed, and leaves what nobody applied', () => {
    expect(patch({ replicas: 1 }, { replicas: 1 }, { replicas: 5, other: 2 })).toEqual({ spec: { replicas: 1 } })
  })

  it('takes away what was applied and is no longer there', () => {
    expect(patch({ replicas: 1, args: ['a'] }, { replicas: 1 }, { replicas: 1, args: ['a'] })).toEqual({
      spec: { args: null },
    })
  })

  it('takes away what is null, if it is there', () => {
    expect(patch({}, { replicas: null }, { replicas: 3 })).toEqual({ spec: { replicas: null } })
    expect(patch({}, { replicas: null }, {})).toEqual({})
  })

  it('merges lists by their key: change one, add one, delete one', () => {
    const original = {
      containers: [
        { name: 'a', image: '1' },
        { name: 'b', image: '1' },
      ],
    }
    const modified = {
      containers: [
        { name: 'a', image: '2' },
        { name: 'c', image: '1' },
      ],
    }
    expect(patch(original, modified, original)).toEqual({
      spec: {
        containers: [
          { name: 'a', image: '2' },
          { name: 'c', image: '1' },
          { name: 'b', $patch: 'delete' },
        ],
      },
    })
  })

  it('changes and deletes fields of one item in the same entry', () => {
    const original = { containers: [{ name: 'a', image: '1', env: [] }] }
    const modified = { containers: [{ name: 'a', image: '2' }] }
    expect(patch(original, modified, original)).toEqual({
      spec: { containers: [{ name: 'a', image: '2', env: null }] },
    })
  })

  it('merges lists of scalars', () => {
    expect(patch({ finalizers: ['a', 'b'] }, { finalizers: ['b', 'c'] }, { finalizers: ['a', 'b', 'z'] })).toEqual({
      spec: { finalizers: ['c'], '$deleteFromPrimitiveList/finalizers': ['a'] },
    })
  })

  it('replaces other lists whole', () => {
    expect(patch({ args: ['a'] }, { args: ['b'] }, { args: ['a'] })).toEqual({ spec: { args: ['b'] } })
  })

  it('lets go of the keys of a union that are no longer there', () => {
    const current = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } }
    expect(patch({}, { strategy: { type: 'Recreate' } }, current)).toEqual({
      spec: { strategy: { type: 'Recreate', $retainKeys: ['type'] } },
    })
  })

  it('without a schema is a JSON merge patch', () => {
    const one = { containers: [{ name: 'a', image: '1' }] }
    const two = { containers: [{ name: 'a', image: '2' }] }
    expect(patch(one, two, one, mergeSchemaOf({}, gvk))).toEqual({ spec: two })
  })
})
