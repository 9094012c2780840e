import { describe, expect, it } from 'vitest'
import { decodeValue } from '../decode/decode.ts'
import { typeOfKind } from '../facts.ts'
import { recordUpdate } from '../managed-fields.ts'
import type { KubeObject } from '../object.ts'
import { ApiError } from '../status.ts'
import { applyObject } from './apply.ts'

const gvks = {
  ConfigMap: { group: '', version: 'v1', kind: 'ConfigMap' },
  Deployment: { group: 'apps', version: 'v1', kind: 'Deployment' },
}
const now = '2027-01-01T00:00:00Z'

function expectedOf(body: { kind?: string }) {
  const gvk = gvks[body.kind as keyof typeof gvks] ?? gvks.ConfigMap
  return { ...gvk, type: typeOfKind(gvk)! }
}

function created(body: { kind: string }, manager: string): KubeObject {
  const expected = expectedOf(body)
  const { object } = decodeValue(body, expected)
  object.metadata.uid = 'u'
  recordUpdate(object, undefined, { type: expected.type, manager, subresource: '', now })
  return object
}

function apply(
  live: KubeObject | undefined,
  body: object,
  manager = 'applier',
  force = false,
  later = now,
): KubeObject {
  const expected = expectedOf(body as { kind?: string })
  return applyObject(live, body, { type: expected.type, expected, manager, subresource: '', now: later, force })
}

function refusal(...question: Parameters<typeof apply>): ApiError {
  try {
    apply(...question)
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('was not refused')
}

const configMap = (data: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', ...metadata },
  data,
})
const deployment = (spec: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec })
const dataOf = (object: KubeObject): unknown => (object as unknown as { data?: unknown }).data
const managersOf = (object: KubeObject): string[] =>
  (object.metadata.managedFields ?? []).map(({ manager, operation }) => `${manager}/${operation}`)

// Compared with a real API server's answers to the same requests.
describe('applyObject', () => {
  it('creates what is not there', () => {
    const object = apply(undefined, configMap({ a: '1' }))
    expect(object).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        name: 'c',
        managedFields: [
          {
            manager: 'applier',
            operation: 'Apply',
            apiVersion: 'v1',
            time: now,
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:data': { 'f:a': {} } },
          },
        ],
      },
      data: { a: '1' },
    })
  })
  it('takes away what it stated before and states no more', () => {
    const before = apply(created(configMap({ k: 'v' }), 'maker'), configMap({ a: '1', b: '2' }))
    expect(dataOf(apply(before, configMap({ b: '2' })))).toEqual({ k: 'v', b: '2' })
  })
  it('leaves what others still state', () => {
    const before = apply(apply(undefined, configMap({ a: '1' }), 'one'), configMap({ a: '1', b: '2' }), 'two')
    expect(dataOf(apply(before, configMap({ b: '2' }), 'two'))).toEqual({ a: '1', b: '2' })
  })
  it('gives back the live object when nothing changes', () => {
    const live = apply(undefined, configMap({ a: '1' }))
    expect(apply(live, configMap({ a: '1' }), 'applier', false, '2027-01-01T00:00:09Z')).toBe(live)
  })
  it('shares a field that both state alike, with no time for who changed nothing', () => {
    const live = apply(undefined, configMap({ a: '1' }), 'one')
    const { managedFields } = apply(live, configMap({ a: '1' }), 'two').metadata
    expect(managedFields!.map(({ manager, time }) => [manager, time])).toEqual([
      ['two', undefined],
      ['one', now],
    ])
  })
  it('gives untracked fields to before-first-apply', () => {
    const live = decodeValue(configMap({ a: '1' }), expectedOf({ kind: 'ConfigMap' })).object
    const error = refusal(live, configMap({ a: '2' }))
    expect(error.message).toBe('Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a')
  })
})

describe('conflicts', () => {
  const live = created(configMap({ k: 'v' }), 'kubectl-client-side-apply')
  it('names the field and its manager', () => {
    const { status } = refusal(live, configMap({ k: 'x' }))
    expect(status).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.k',
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kubectl-client-side-apply" using v1',
            field: '.data.k',
          },
        ],
      },
    })
  })
  it('groups several by manager', () => {
    const containers = [{ name: 'c', image: 'j' }]
    const base = apply(undefined, deployment({ replicas: 1, template: { spec: { containers } } }), 'one')
    const both = apply(base, deployment({ template: { spec: { containers } } }), 'two')
    const other = deployment({ replicas: 2, template: { spec: { containers: [{ name: 'c', image: 'k' }] } } })
    expect(refusal(both, other, 'three').message).toBe(
      'Apply failed with 3 conflicts: conflicts with "one":\n- .spec.replicas\n- .spec.template.spec.containers[name="c"].image\nconflicts with "two":\n- .spec.template.spec.containers[name="c"].image',
    )
  })
  it('takes the field when forced', () => {
    const object = apply(live, configMap({ k: 'x' }), 'applier', true)
    expect(dataOf(object)).toEqual({ k: 'x' })
    expect(managersOf(object)).toEqual(['applier/Apply', 'kubectl-client-side-apply/Update'])
  })
  it('lets kubectl take over what kubectl applied on the client’s side, and keeps its annotation in step', () => {
    const body = configMap({ a: '1', b: '2' })
    const annotation = 'kubectl.kubernetes.io/last-applied-configuration'
    const annotated = {
      ...body,
      metadata: { ...body.metadata, annotations: { [annotation]: `${JSON.stringify(body)}\n` } },
    }
    const applied = created(annotated, 'kubectl-client-side-apply')
    expect(refusal(applied, configMap({ a: '9', b: '2' }), 'somebody').code).toBe(409)
    const object = apply(applied, configMap({ a: '9', b: '2' }), 'kubectl')
    expect(dataOf(object)).toEqual({ a: '9', b: '2' })
    expect(object.metadata.annotations![annotation]).toBe(
      '{"apiVersion":"v1","data":{"a":"9","b":"2"},"kind":"ConfigMap","metadata":{"name":"c"}}\n',
    )
  })
})

describe('lists', () => {
  const names = (object: KubeObject): unknown =>
    (
      object as unknown as { spec: { template: { spec: { containers: { name: string; image: string }[] } } } }
    ).spec.template.spec.containers.map(({ name, image }) => `${name}=${image}`)
  const withContainers = (...list: string[]) =>
    deployment({ template: { spec: { containers: list.map((name) => ({ name, image: name.toUpperCase() })) } } })
  it('are merged by their keys, in the applied order', () => {
    const live = created(withContainers('a', 'b'), 'maker')
    expect(names(apply(live, withContainers('n', 'b')))).toEqual(['a=A', 'n=N', 'b=B'])
  })
  it('lose the items that are no longer stated', () => {
    const live = apply(created(withContainers('a'), 'maker'), withContainers('b', 'c'))
    expect(names(apply(live, withContainers('c')))).toEqual(['a=A', 'c=C'])
  })
})

describe('what is no configuration', () => {
  const failed = (name: string, kind: string): string => `failed to create typed patch object (/${name}; ${kind}): `
  it.each([
    [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'c' } }, 400, 'invalid object type: /v1, Kind=Pod'],
    [{ metadata: { name: 'c' } }, 400, 'invalid object type: /, Kind='],
    [configMap({}, { managedFields: [] }), 400, 'metadata.managedFields must be nil'],
    [{ ...configMap({}), foo: 1 }, 500, `${failed('c', '/v1, Kind=ConfigMap')}.foo: field not declared in schema`],
    [
      configMap({ a: 5 }),
      500,
      `${failed('c', '/v1, Kind=ConfigMap')}.data.a: expected string, got &value.valueUnstructured{Value:5}`,
    ],
    [
      configMap({}, { labels: 'x' }),
      500,
      `${failed('c', '/v1, Kind=ConfigMap')}.metadata.labels: expected map, got &{x}`,
    ],
    [
      configMap({}, { finalizers: ['a/b', 'a/b'] }),
      500,
      `${failed('c', '/v1, Kind=ConfigMap')}.metadata.finalizers: duplicate entries for key [="a/b"]`,
    ],
    [
      deployment({ replicas: 'x' }),
      500,
      `${failed('d', 'apps/v1, Kind=Deployment')}.spec.replicas: expected numeric (int or float), got string`,
    ],
    [
      deployment({ template: { spec: { containers: 'x', tolerations: 5 } } }),
      500,
      `${failed('d', 'apps/v1, Kind=Deployment')}errors:\n  .spec.template.spec.containers: expected list, got &{x}\n  .spec.template.spec.tolerations: expected list, got &{5}`,
    ],
  ])('%j', (body, code, message) => {
    const error = refusal(undefined, body)
    expect(`${error.code} ${error.message}`).toBe(`${code} ${message}`)
  })
})
