import { describe, expect, it } from 'vitest'
import { typeOfKind } from '../facts.ts'
import type { KubeObject } from '../object.ts'
import { ApiError } from '../status.ts'
import { patchObject, type PatchKind } from './patch.ts'
import type { FieldValidation } from '../decode/decode.ts'

const configMap = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'p', labels: { a: 'b' } }, data: { k: 'v' } }
const deployment = {
  kind: 'Deployment',
  apiVersion: 'apps/v1',
  metadata: { name: 'd' },
  spec: {
    selector: { matchLabels: { a: 'b' } },
    template: {
      metadata: { labels: { a: 'b' } },
      spec: {
        containers: [
          {
            name: 'a',
            image: 'x',
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
          },
          { name: 'b', image: 'y' },
        ],
      },
    },
  },
}

function patched(kind: PatchKind, body: unknown, live: object = configMap, fieldValidation: FieldValidation = 'Warn') {
  const isConfigMap = (live as { kind: string }).kind === 'ConfigMap'
  const gvk = { group: isConfigMap ? '' : 'apps', version: 'v1', kind: isConfigMap ? 'ConfigMap' : 'Deployment' }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return patchObject(live as KubeObject, kind, bytes, { ...gvk, type: typeOfKind(gvk)! }, fieldValidation)
}

function data(kind: PatchKind, body: unknown): unknown {
  return (patched(kind, body).object as unknown as { data: unknown }).data
}

function refusal(...question: Parameters<typeof patched>): string {
  try {
    patched(...question)
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

// All that follows was asked of a real API server.
describe('JSON patch', () => {
  it.each([
    [[{ op: 'add', path: '/data/x', value: '1' }], { k: 'v', x: '1' }],
    [[{ op: 'replace', path: '/data/x', value: '1' }], { k: 'v', x: '1' }],
    [[{ op: 'move', from: '/data/k', path: '/data/z' }], { z: 'v' }],
    [[{ op: 'copy', from: '/data/k', path: '/data/z' }], { k: 'v', z: 'v' }],
    [[{ op: 'test', path: '/data/k', value: 'v' }], { k: 'v' }],
    [[{ op: 'test', path: '/data/nope', value: null }], { k: 'v' }],
    [[{ op: 'add', path: '/data/a~1b', value: 'c' }], { k: 'v', 'a/b': 'c' }],
    [[], { k: 'v' }],
  ])('%j', (operations, result) => {
    expect(data('json', operations)).toEqual(result)
  })
  it.each([
    [[{ op: 'remove', path: '/data/x' }]],
    [[{ op: 'test', path: '/data/k', value: 'z' }]],
    [[{ op: 'foo', path: '/data/k' }]],
    [[{ op: 'move', from: '/data/q', path: '/data/z' }]],
    [[{ op: 'add', path: '/data/x/y', value: '1' }]],
    [[{ path: '/data' }]],
    [[null]],
  ])('%j is refused without a word why', (operations) => {
    expect(refusal('json', operations)).toBe('422 the server rejected our request due to an error in our request')
  })
  it.each([
    ['{"op":"add"}', 'json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
    ['{', 'unexpected end of JSON input'],
    ['[{"op":5}]', 'json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string'],
    ['[5]', 'json: cannot unmarshal number into Go value of type handlers.jsonPatchOp'],
  ])('%s', (body, reason) => {
    expect(refusal('json', body)).toBe(`400 error decoding patch: ${reason}`)
  })
  it('reaches into lists', () => {
    const images = (operations: unknown): unknown =>
      (
        patched('json', operations, deployment).object as unknown as typeof deployment
      ).spec.template.spec.containers.map(({ image }) => image)
    const at = '/spec/template/spec/containers'
    expect(images([{ op: 'add', path: `${at}/-`, value: { name: 'q', image: 'q' } }])).toEqual(['x', 'y', 'q'])
    expect(images([{ op: 'add', path: `${at}/1`, value: { name: 'q', image: 'q' } }])).toEqual(['x', 'q', 'y'])
    expect(images([{ op: 'remove', path: `${at}/-1` }])).toEqual(['x'])
    expect(images([{ op: 'replace', path: `${at}/0/image`, value: 'z' }])).toEqual(['z', 'y'])
    expect(refusal('json', [{ op: 'remove', path: `${at}/5` }], deployment)).toContain('422 ')
  })
  it('shows the whole object when the result does not fit', () => {
    const shown = String.raw`"{\"apiVersion\":\"v1\",\"data\":{\"k\":\"v\",\"x\":1},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"p\",\"labels\":{\"a\":\"b\"}}}"`
    expect(refusal('json', [{ op: 'add', path: '/data/x', value: 1 }])).toBe(
      `422  "" is invalid: patch: Invalid value: ${shown}: json: cannot unmarshal number into Go struct field ConfigMap.data of type string`,
    )
  })
  it('tells unknown fields of operations', () => {
    const operations = [{ op: 'add', path: '/data/x', value: '1', foo: 2 }]
    expect(patched('json', operations).warnings).toEqual(['json patch unknown field "[0].foo"'])
    expect(refusal('json', operations, configMap, 'Strict')).toContain(
      'strict decoding error: json patch unknown field "[0].foo"',
    )
  })
  it('bounds the operations', () => {
    const many = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/data/k', value: 'v' }))
    expect(refusal('json', many)).toBe(
      '413 Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    )
  })
})

describe('merge patch', () => {
  it('sets, takes away and replaces', () => {
    expect(data('merge', { data: { k: null, x: '1' } })).toEqual({ x: '1' })
  })
  it.each([
    ['[1]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['', 'unexpected end of JSON input'],
  ])('%j', (body, reason) => {
    expect(refusal('merge', body)).toBe(`400 error decoding patch: ${reason}`)
  })
  it('warns of unknown and duplicate fields', () => {
    expect(patched('merge', '{"foo":5,"data":{"a":"1","a":"2"}}').warnings).toEqual([
      'duplicate field "data.a"',
      'unknown field "foo"',
    ])
  })
})

describe('strategic merge patch', () => {
  const containers = (list: unknown[], more: object = {}): unknown => ({
    spec: { template: { spec: { containers: list, ...more } } },
  })
  const result = (patch: unknown): unknown =>
    (patched('strategic', patch, deployment).object as unknown as typeof deployment).spec.template.spec.containers.map(
      ({ name, image, env }) =>
        `${name}=${image}${env ? ` ${env.map((entry) => entry.name + entry.value).join(' ')}` : ''}`,
    )
  it.each([
    ['merges by key', containers([{ name: 'a', image: 'z' }]), ['a=z A1 B2', 'b=y']],
    ['deletes', containers([{ name: 'b', $patch: 'delete' }]), ['a=x A1 B2']],
    ['replaces', containers([{ $patch: 'replace' }, { name: 'c', image: 'c' }]), ['c=c']],
    [
      'orders',
      containers([{ name: 'c', image: 'c' }], {
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }, { name: 'b' }],
      }),
      ['c=c', 'a=x A1 B2', 'b=y'],
    ],
    [
      'puts what it names first',
      containers([
        {
          name: 'a',
          env: [
            { name: 'C', value: '3' },
            { name: 'A', value: '9' },
          ],
        },
      ]),
      ['a=x C3 A9 B2', 'b=y'],
    ],
    ['takes away with null', containers([{ name: 'a', env: null }]), ['a=x', 'b=y']],
    [
      'keeps only what is retained',
      containers([{ name: 'a', $retainKeys: ['name', 'image'], image: 'q' }]),
      ['a=q', 'b=y'],
    ],
  ])('%s', (_what, patch, images) => {
    expect(result(patch)).toEqual(images)
  })
  it.each([
    [containers([{ image: 'z' }]), '500 map: map[image:z] does not contain declared merge key: name'],
    [containers([{ name: 'a', $patch: 'foo' }]), '500 unknown patch type: foo in map: map[$patch:foo name:a]'],
    [containers([{ name: 'a', $patch: 'merge' }]), '500 merging lists cannot yet be specified in the patch'],
    [containers([{ name: 'a', $retainKeys: ['name'], image: 'q' }]), '400 invalid patch format of retainKeys'],
    [
      containers([{ name: 'c' }], { '$setElementOrder/containers': [{ name: 'a' }] }),
      "500 The order in patch list:\n[map[name:c]]\n doesn't match $setElementOrder list:\n[map[name:a]]\n",
    ],
    [{ spec: 5 }, '422  "" is invalid: patch: Invalid value: "map[spec:5]": cannot restore struct from: int64'],
    [
      { spec: { replicas: 'x' } },
      '422  "" is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32',
    ],
    [
      containers([{ name: 'a', imagePullPolicy: 5 }]),
      '422  "" is invalid: patch: Invalid value: "map[spec:map[template:map[spec:map[containers:[map[imagePullPolicy:5 name:a]]]]]]": cannot convert int64 to v1.PullPolicy',
    ],
  ])('%j', (patch, message) => {
    expect(refusal('strategic', patch, deployment)).toBe(message)
  })
  it('merges lists of plain values as sets, and deletes from them', () => {
    const live = { ...configMap, metadata: { name: 'p', finalizers: ['a/a', 'b/b'] } }
    const finalizers = (metadata: object): unknown =>
      patched('strategic', { metadata }, live).object.metadata.finalizers
    expect(finalizers({ finalizers: ['b/b', 'c/c'] })).toEqual(['a/a', 'b/b', 'c/c'])
    expect(finalizers({ '$deleteFromPrimitiveList/finalizers': ['a/a'] })).toEqual(['b/b'])
  })
  it('replaces or empties a map', () => {
    const labels = (patch: object): unknown =>
      patched('strategic', { metadata: { labels: patch } }).object.metadata.labels
    expect(labels({ $patch: 'replace', x: 'y' })).toEqual({ x: 'y' })
    expect(labels({ $patch: 'delete' })).toEqual({})
    expect(labels({ a: null, c: 'd' })).toEqual({ c: 'd' })
  })
  it('changes neither the live object nor the patch', () => {
    const [live, patch] = [structuredClone(deployment), containers([{ name: 'a', image: 'z' }])]
    const copy = structuredClone(patch)
    patched('strategic', patch, live)
    expect(live).toEqual(deployment)
    expect(patch).toEqual(copy)
  })
})
