// What a StorageClass may say, and what an update may not change. k8s: pkg/apis/storage/validation/validation.go
import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  path,
  required,
  tooLong,
  type FieldError,
} from '../../api/field-errors.ts'
import { validateLabelName } from '../../api/label-selector-validation.ts'
import { sameValue, validateImmutable } from '../../api/meta-validation.ts'
import { byteLength, qualifiedKey } from '../../api/names.ts'
import type { StorageClass, TopologySelectorTerm } from '../../generated/types.ts'

const reclaimPolicies = ['Delete', 'Retain']
const bindingModes = ['Immediate', 'WaitForFirstConsumer']
const parametersMax = 512
const parameterBytesMax = 256 * 1024

/** Every fault of a class, besides its metadata's. */
export function validateStorageClass(storageClass: StorageClass): FieldError[] {
  const { provisioner, reclaimPolicy = '', volumeBindingMode = '' } = storageClass
  return [
    ...provisionerErrors(provisioner, 'provisioner'),
    ...parameterErrors(storageClass.parameters ?? {}),
    ...(reclaimPolicy === '' || reclaimPolicies.includes(reclaimPolicy)
      ? []
      : [notSupported('reclaimPolicy', reclaimPolicy, reclaimPolicies)]),
    ...(bindingModes.includes(volumeBindingMode)
      ? []
      : [notSupported('volumeBindingMode', volumeBindingMode, bindingModes)]),
    ...topologyErrors(storageClass.allowedTopologies ?? []),
  ]
}

/** A class's nature is for ever: only expansion, mount options and topologies change. */
export function validateStorageClassUpdate(storageClass: StorageClass, old: StorageClass): FieldError[] {
  const changed = (['parameters', 'provisioner', 'reclaimPolicy'] as const).filter(
    (field) => !sameValue(storageClass[field] ?? {}, old[field] ?? {}),
  )
  return [
    ...changed.map((field) => forbidden(field, `updates to ${field} are forbidden.`)),
    ...validateImmutable(storageClass.volumeBindingMode, old.volumeBindingMode, path('volumeBindingMode')),
  ]
}

/** Whoever makes or changes volumes is named like a label key. */
export function provisionerErrors(name: string, field: string): FieldError[] {
  if (name === '') return [required(field)]
  const lower = name.toLowerCase()
  return qualifiedKey(lower).map((sentence) => invalid(field, lower, sentence))
}

/** What is for the provisioner's eyes only, within bounds. */
export function parameterErrors(parameters: Record<string, string>): FieldError[] {
  const entries = Object.entries(parameters)
  if (entries.length > parametersMax) return [tooLong('parameters', parametersMax)]
  const bytes = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0)
  return [
    ...(Object.hasOwn(parameters, '') ? [invalid('parameters', '', 'field can not be empty.')] : []),
    ...(bytes > parameterBytesMax ? [tooLong('parameters', parameterBytesMax)] : []),
  ]
}

function topologyErrors(terms: TopologySelectorTerm[]): FieldError[] {
  // The server starts from as many empty terms as there are terms, so that one without expressions repeats each of them.
  const seen: Record<string, Set<string>>[] = terms.map(() => ({}))
  return terms.flatMap((term, index) => {
    const at = path('allowedTopologies').index(index).child('matchLabelExpressions')
    const found: Record<string, Set<string>> = {}
    const errors = (term.matchLabelExpressions ?? []).flatMap(({ key, values }, nth) => {
      const own = at.index(nth)
      const faults = valueErrors(values ?? [], own.child('values'))
      faults.push(...validateLabelName(key, own.child('key')))
      if (Object.hasOwn(found, key)) faults.push(duplicate(own.child('key'), key))
      found[key] = new Set(values)
      return faults
    })
    errors.push(...seen.filter((other) => sameTerm(other, found)).map(() => duplicate(at, '')))
    seen.push(found)
    return errors
  })
}

function valueErrors(values: string[], at: ReturnType<typeof path>): FieldError[] {
  if (values.length === 0) return [required(at)]
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [duplicate(at.index(index), value)] : []))
}

function sameTerm(a: Record<string, Set<string>>, b: Record<string, Set<string>>): boolean {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => b[key] && a[key]!.symmetricDifference(b[key]).size === 0)
}
