import { describe, expect, it } from 'vitest'
import { errorText } from './field-errors.ts'
import {
  sameValue,
  validateFieldManager,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from './meta-validation.ts'
import { nameIsSubdomain } from './names.ts'
import { path } from './field-errors.ts'
import type { ObjectMeta } from '../generated/types.ts'

const faults = (meta: ObjectMeta, namespaced = true): string[] =>
  validateObjectMeta(meta, namespaced, nameIsSubdomain).map(errorText)
const updateFaults = (meta: ObjectMeta, old: ObjectMeta): string[] =>
  validateObjectMetaUpdate({ resourceVersion: '1', ...meta }, old).map(errorText)

describe('validateObjectMeta', () => {
  it('finds nothing wrong with a good one', () => {
    expect(
      faults({ name: 'a', namespace: 'b', labels: { app: 'web' }, annotations: { 'Example.com/A': 'b' } }),
    ).toEqual([])
  })
  it('wants a name, and a namespace where there is one', () => {
    expect(faults({})).toEqual([
      'metadata.name: Required value: name or generateName is required',
      'metadata.namespace: Required value',
    ])
    expect(faults({ name: 'a', namespace: 'b' }, false)).toEqual([
      'metadata.namespace: Forbidden: not allowed on this type',
    ])
  })
  it('judges owner references at the list', () => {
    const owner = { apiVersion: 'v1', kind: 'Event', name: 'a', uid: 'u' }
    expect(faults({ name: 'a', namespace: 'b', ownerReferences: [{ ...owner, apiVersion: '' }] })).toEqual([
      'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
    ])
    expect(faults({ name: 'a', namespace: 'b', ownerReferences: [owner] })[0]).toContain(
      '/v1, Kind=Event is disallowed from being an owner',
    )
    const controllers = ['x', 'y'].map((name) => ({ ...owner, kind: 'Pod', name, controller: true }))
    expect(faults({ name: 'a', namespace: 'b', ownerReferences: controllers })[0]).toContain(
      'Only one reference can have Controller set to true. Found "true" in references for Pod/x and Pod/y',
    )
  })
  it('judges finalizers', () => {
    expect(faults({ name: 'a', namespace: 'b', finalizers: ['orphan', 'foregroundDeletion'] })).toEqual([
      'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
    ])
  })
  it('bounds the annotations', () => {
    expect(faults({ name: 'a', namespace: 'b', annotations: { a: 'x'.repeat(256 * 1024) } })).toEqual([
      'metadata.annotations: Too long: may not be more than 262144 bytes',
    ])
  })
})

describe('validateObjectMetaUpdate', () => {
  it('keeps identity', () => {
    expect(updateFaults({ name: 'b' }, { name: 'a' })).toEqual([
      'metadata.name: Invalid value: "b": field is immutable',
    ])
    expect(updateFaults({ name: 'a', uid: 'x' }, { name: 'a', uid: 'y' })).toEqual([
      'metadata.uid: Invalid value: "x": field is immutable',
    ])
  })
  it('lets no finalizer join an object that goes', () => {
    const old = { name: 'a', deletionTimestamp: '2027-01-01T00:00:00Z', finalizers: ['a/b'] }
    expect(updateFaults({ ...old, finalizers: ['a/b', 'c/d'] }, old)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"c/d"}',
    ])
  })
})

describe('the small rules', () => {
  it('compares values without regard to key order and absence', () => {
    expect(sameValue({ a: 1, b: [{ c: null }] }, { b: [{}], a: 1 })).toBe(true)
    expect(sameValue({ a: 1 }, { a: '1' })).toBe(false)
    expect(sameValue([1, 2], [2, 1])).toBe(false)
    expect(validateImmutable('a', 'a', path('spec.x'))).toEqual([])
  })
  it('wants printable managers of at most 128 bytes', () => {
    expect(validateFieldManager('kubectl', path('fieldManager'))).toEqual([])
    expect(validateFieldManager('a\n', path('fieldManager')).map(errorText)).toEqual([
      'fieldManager: Invalid value: "a\\n": invalid character U+000A (at position 1)',
    ])
    expect(validateFieldManager('a'.repeat(129), path('fieldManager')).map(errorText)).toEqual([
      'fieldManager: Too long: may not be more than 128 bytes',
    ])
  })
})
