import { describe, expect, it } from 'vitest'
import type { ManagedFieldsEntry } from '../generated/types.ts'
import { decodeValue } from './decode/decode.ts'
import { recordUpdate } from './managed-fields.ts'
import type { KubeObject } from './object.ts'

const type = 'io.k8s.api.core.v1.ConfigMap'
const expected = { group: '', version: 'v1', kind: 'ConfigMap', type }
const [first, later] = ['2027-01-01T00:00:00Z', '2027-01-01T00:00:05Z']

function object(body: object): KubeObject {
  return decodeValue(body, expected).object
}

function write(body: object, old: KubeObject | undefined, manager: string, now = first, subresource = ''): KubeObject {
  const result = object(body)
  recordUpdate(result, old, { type, manager, subresource, now })
  return result
}

function entry(manager: string, fieldsV1: unknown, more: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry {
  return { manager, operation: 'Update', apiVersion: 'v1', time: first, fieldsType: 'FieldsV1', fieldsV1, ...more }
}

// Compared with a real API server's answers to the same requests.
describe('recordUpdate', () => {
  const created = write({ metadata: { name: 'a', labels: { a: '1' } }, data: { k: 'v', z: 'y' } }, undefined, 'maker')
  it('gives a creator all it states, but no identity', () => {
    expect(created.metadata.managedFields).toEqual([
      entry('maker', {
        'f:data': { '.': {}, 'f:k': {}, 'f:z': {} },
        'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
      }),
    ])
  })
  it('moves a field to who changes it', () => {
    const body = { metadata: { name: 'a', labels: { a: '1' } }, data: { k: 'w', z: 'y' } }
    expect(write(body, created, 'patcher', later).metadata.managedFields).toEqual([
      entry('maker', { 'f:data': { '.': {}, 'f:z': {} }, 'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } } }),
      entry('patcher', { 'f:data': { 'f:k': {} } }, { time: later }),
    ])
  })
  it('leaves the entries and their times alone when nothing changes', () => {
    const body = { metadata: { name: 'a', labels: { a: '1' } }, data: { k: 'v', z: 'y' } }
    expect(write(body, created, 'noop', later).metadata.managedFields).toEqual(created.metadata.managedFields)
  })
  it('forgets fields that are gone, and managers with none left', () => {
    expect(
      write({ metadata: { name: 'a' }, data: { n: '1' } }, created, 'other', later).metadata.managedFields,
    ).toEqual([entry('maker', { 'f:data': {} }), entry('other', { 'f:data': { 'f:n': {} } }, { time: later })])
  })
  it('takes the entries that the object brings, and forgets all when told to', () => {
    const entries = [entry('edited', { 'f:data': { 'f:z': {} } })]
    const body = { metadata: { name: 'a', labels: { a: '1' }, managedFields: entries }, data: { k: 'v', z: 'y' } }
    expect(write(body, created, 'editor', later).metadata.managedFields).toEqual(entries)
    const reset = { ...body, metadata: { ...body.metadata, managedFields: [{}] } }
    expect(write(reset, created, 'editor', later).metadata.managedFields).toBeUndefined()
  })
  it('does not start to track what nobody tracked', () => {
    const untracked = object({ metadata: { name: 'a' } })
    expect(
      write({ metadata: { name: 'a' }, data: { k: 'v' } }, untracked, 'late').metadata.managedFields,
    ).toBeUndefined()
  })
  it('folds the oldest updaters when they are more than ten', () => {
    let current = created
    for (let index = 0; index < 12; index++) {
      const data = { ...(current as unknown as { data: object }).data, [`k${index}`]: 'v' }
      const now = `2027-01-01T00:01:${String(index).padStart(2, '0')}Z`
      current = write({ metadata: { name: 'a', labels: { a: '1' } }, data }, current, `m${index}`, now)
    }
    const managers = current.metadata.managedFields!.map(({ manager }) => manager)
    expect(managers).toHaveLength(10)
    expect(managers).toContain('ancient-changes')
    expect(managers).not.toContain('maker')
  })
  it('keeps the lists of a pod apart by their keys', () => {
    const pod = {
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }] },
    }
    const podType = 'io.k8s.api.core.v1.Pod'
    const decoded = decodeValue(pod, { group: '', version: 'v1', kind: 'Pod', type: podType }).object
    recordUpdate(decoded, undefined, { type: podType, manager: 'm', subresource: '', now: first })
    expect(decoded.metadata.managedFields).toEqual([
      entry('m', {
        'f:spec': {
          'f:containers': {
            'k:{"name":"c"}': {
              '.': {},
              'f:image': {},
              'f:name': {},
              'f:ports': { '.': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
              'f:resources': {},
            },
          },
        },
      }),
    ])
  })
  it('knows writers of a subresource apart', () => {
    const podType = 'io.k8s.api.core.v1.Pod'
    const kind = { group: '', version: 'v1', kind: 'Pod', type: podType }
    const pod = decodeValue({ metadata: { name: 'a' }, spec: { containers: [{ name: 'c' }] } }, kind).object
    recordUpdate(pod, undefined, { type: podType, manager: 'kubelet', subresource: '', now: first })
    const running = { ...structuredClone(pod), status: { phase: 'Running' } }
    recordUpdate(running, pod, { type: podType, manager: 'kubelet', subresource: 'status', now: later })
    expect(running.metadata.managedFields!.map(({ subresource, fieldsV1 }) => [subresource, fieldsV1])).toEqual([
      [undefined, expect.anything()],
      ['status', { 'f:status': { 'f:phase': {} } }],
    ])
  })
})
