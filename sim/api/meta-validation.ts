// ObjectMeta: what every object must fulfil. k8s: apimachinery/pkg/api/validation/objectmeta.go
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from '../generated/types.ts'
import { forbidden, invalid, path, required, tooLong, type FieldError, type FieldPath } from './field-errors.ts'
import { validateLabels } from './label-selector-validation.ts'
import { byteLength, nameIsLabel, qualifiedKey, type NameRule } from './names.ts'

const annotationsBytesMax = 256 * 1024
const managerBytesMax = 128
const subresourceBytesMax = 256

/**
 * Every fault of a new object's metadata. `rule` is the kind's own for its name.
 * k8s: ValidateObjectMetaAccessor
 */
export function validateObjectMeta(
  meta: ObjectMeta,
  namespaced: boolean,
  rule: NameRule,
  at: FieldPath = path('metadata'),
): FieldError[] {
  const errors: FieldError[] = []
  const { name = '', generateName = '', namespace = '', generation = 0 } = meta
  if (generateName !== '') {
    errors.push(...rule(generateName, true).map((text) => invalid(at.child('generateName'), generateName, text)))
  }
  if (name === '') errors.push(required(at.child('name'), 'name or generateName is required'))
  else errors.push(...rule(name, false).map((text) => invalid(at.child('name'), name, text)))
  if (namespaced) {
    if (namespace === '') errors.push(required(at.child('namespace')))
    errors.push(
      ...(namespace === '' ? [] : nameIsLabel(namespace, false)).map((text) =>
        invalid(at.child('namespace'), namespace, text),
      ),
    )
  } else if (namespace !== '') errors.push(forbidden(at.child('namespace'), 'not allowed on this type'))
  errors.push(...validateNonnegative(generation, at.child('generation')))
  errors.push(...validateSharedMeta(meta, at))
  return [...errors, ...validateKubeFinalizers(meta, at)]
}

/** What an update may do to the metadata. k8s: ValidateObjectMetaAccessorUpdate */
export function validateObjectMetaUpdate(
  meta: ObjectMeta,
  old: ObjectMeta,
  at: FieldPath = path('metadata'),
): FieldError[] {
  const errors: FieldError[] = []
  if (old.deletionTimestamp) errors.push(...validateNoNewFinalizers(meta, old, at.child('finalizers')))
  if (!meta.resourceVersion) errors.push(invalid(at.child('resourceVersion'), '', 'must be specified for an update'))
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(invalid(at.child('generation'), meta.generation ?? 0, 'must not be decremented'))
  }
  const immutable = [
    ['name', ''],
    ['namespace', ''],
    ['uid', ''],
    ['creationTimestamp', null],
    ['deletionTimestamp', null],
    ['deletionGracePeriodSeconds', null],
  ] as const
  for (const [field, absent] of immutable) {
    errors.push(...validateImmutable(meta[field] ?? absent, old[field] ?? absent, at.child(field)))
  }
  errors.push(...validateSharedMeta(meta, at))
  return [...errors, ...validateKubeFinalizers(meta, at)]
}

function validateSharedMeta(meta: ObjectMeta, at: FieldPath): FieldError[] {
  return [
    ...validateLabels(meta.labels, at.child('labels')),
    ...validateAnnotations(meta.annotations, at.child('annotations')),
    ...validateOwnerReferences(meta.ownerReferences ?? [], at.child('ownerReferences')),
    ...validateFinalizers(meta.finalizers ?? [], at.child('finalizers')),
    ...validateManagedFields(meta.managedFields ?? [], at.child('managedFields')),
  ]
}

/** `field is immutable` unless both are the same value. k8s: ValidateImmutableField */
export function validateImmutable(value: unknown, old: unknown, at: FieldPath): FieldError[] {
  return sameValue(value, old) ? [] : [invalid(at, value, 'field is immutable')]
}

/** Equal as API values: key order does not count, absent, null and an empty list are one. k8s: apiequality.Semantic.DeepEqual on decoded objects */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (isAbsent(a) || isAbsent(b)) return isAbsent(a) && isAbsent(b)
  if (typeof a !== 'object' || typeof b !== 'object' || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => sameValue(item, b[index]))
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameValue(left[key], right[key]))
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

/** k8s: ValidateNonnegativeField */
export function validateNonnegative(value: number, at: FieldPath): FieldError[] {
  return value < 0 ? [invalid(at, value, 'must be greater than or equal to 0')] : []
}

/** Keys of annotations may be capital where those of labels may not be in their prefix. k8s: ValidateAnnotations */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  at: FieldPath,
): FieldError[] {
  const entries = Object.entries(annotations ?? {})
  const errors = entries.flatMap(([key]) => qualifiedKey(key.toLowerCase()).map((text) => invalid(at, key, text)))
  const bytes = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0)
  if (bytes > annotationsBytesMax) errors.push(tooLong(at, annotationsBytesMax))
  return errors
}

function validateOwnerReferences(references: readonly OwnerReference[], at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  let controller = ''
  for (const reference of references) {
    errors.push(...validateOwnerReference(reference, at))
    if (!reference.controller) continue
    const name = `${reference.kind}/${reference.name}`
    if (controller === '') controller = name
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`
      errors.push(invalid(at, references, detail))
    }
  }
  return errors
}

function validateOwnerReference(reference: OwnerReference, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  const { apiVersion, kind, name, uid } = reference
  // Too many slashes give neither group nor version.
  const parts = apiVersion.split('/')
  const version = parts.length > 2 ? '' : parts.at(-1)!
  if (version === '') errors.push(invalid(at.child('apiVersion'), apiVersion, 'version must not be empty'))
  if (kind === '') errors.push(invalid(at.child('kind'), kind, 'must not be empty'))
  if (name === '') errors.push(invalid(at.child('name'), name, 'must not be empty'))
  if (uid === '') errors.push(invalid(at.child('uid'), uid, 'must not be empty'))
  if (apiVersion === 'v1' && kind === 'Event') {
    errors.push(invalid(at, reference, '/v1, Kind=Event is disallowed from being an owner'))
  }
  return errors
}

// k8s: ValidateFinalizers
function validateFinalizers(finalizers: readonly string[], at: FieldPath): FieldError[] {
  const errors = finalizers.flatMap((name) => qualifiedKey(name).map((text) => invalid(at, name, text)))
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(at, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'))
  }
  return errors
}

const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion']

/** A finalizer says whose it is, but for the few of Kubernetes' own. k8s: pkg/apis/core/validation/validation.go validateKubeFinalizerName */
function validateKubeFinalizers({ finalizers = [] }: ObjectMeta, at: FieldPath): FieldError[] {
  return finalizers.flatMap((name, index) => {
    if (name.includes('/') || standardFinalizers.includes(name)) return []
    const sentence = 'name is neither a standard finalizer name nor is it fully qualified'
    return [invalid(at.child('finalizers').index(index), name, sentence)]
  })
}

function validateNoNewFinalizers(meta: ObjectMeta, old: ObjectMeta, at: FieldPath): FieldError[] {
  const extra = (meta.finalizers ?? []).filter((name) => !old.finalizers?.includes(name)).toSorted()
  if (extra.length === 0) return []
  const shown = `[]string{${[...new Set(extra)].map((name) => JSON.stringify(name)).join(', ')}}`
  return [forbidden(at, `no new finalizers can be added if the object is being deleted, found new finalizers ${shown}`)]
}

function validateManagedFields(entries: readonly ManagedFieldsEntry[], at: FieldPath): FieldError[] {
  return entries.flatMap(({ operation = '', fieldsType = '', manager = '', subresource = '' }, index) => {
    const own = at.index(index)
    const errors: FieldError[] = []
    if (operation !== 'Apply' && operation !== 'Update') {
      errors.push(invalid(own.child('operation'), operation, 'must be `Apply` or `Update`'))
    }
    if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
      errors.push(invalid(own.child('fieldsType'), fieldsType, 'must be `FieldsV1`'))
    }
    errors.push(...validateFieldManager(manager, own.child('manager')))
    if (byteLength(subresource) > subresourceBytesMax) {
      errors.push(tooLong(own.child('subresource'), subresourceBytesMax))
    }
    return errors
  })
}

/** The name under which fields are owned: at most 128 bytes, printable. k8s: ValidateFieldManager */
export function validateFieldManager(manager: string, at: FieldPath): FieldError[] {
  const errors = byteLength(manager) > managerBytesMax ? [tooLong(at, managerBytesMax)] : []
  let position = 0
  for (const character of manager) {
    if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) {
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
      errors.push(invalid(at, manager, `invalid character U+${code} (at position ${position})`))
    }
    position += byteLength(character)
  }
  return errors
}
