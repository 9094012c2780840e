// What a PersistentVolumeClaim may say. k8s: pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimSpec
import { invalid, path, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabelSelector } from '../../api/label-selector-validation.ts'
import { dns1123Subdomain, nameIsLabel } from '../../api/names.ts'
import { compareQuantities, formatQuantity, parseQuantity } from '../../api/quantity.ts'
import type {
  PersistentVolumeClaimSpec,
  TypedLocalObjectReference,
  TypedObjectReference,
} from '../../generated/types.ts'
import { sameValue } from '../../api/meta-validation.ts'
import { validateAccessModes, validateClassName, validateVolumeMode } from '../volume/spec-rules.ts'

/** Every fault of a claim's spec, or of a template's. @param allowInvalidSelector the stored claim has such a selector. */
export function validateClaimSpec(
  spec: PersistentVolumeClaimSpec,
  at: FieldPath = path('spec'),
  allowInvalidSelector = false,
): FieldError[] {
  const modes = spec.accessModes ?? []
  return [
    ...(modes.length === 0 ? [required(at.child('accessModes'), 'at least 1 access mode is required')] : []),
    ...validateLabelSelector(spec.selector, at.child('selector'), { allowInvalidLabelValue: allowInvalidSelector }),
    ...validateAccessModes(modes, at.child('accessModes')),
    ...requestErrors(spec.resources?.requests?.storage, at.child('resources').key('storage')),
    ...validateClassName(spec.storageClassName, at.child('storageClassName')),
    ...validateVolumeMode(spec.volumeMode, at.child('volumeMode')),
    ...(spec.dataSource ? dataSourceErrors(spec.dataSource, at.child('dataSource')) : []),
    ...(spec.dataSourceRef ? dataSourceErrors(spec.dataSourceRef, at.child('dataSourceRef')) : []),
    ...pairErrors(spec, at),
    ...validateClassName(spec.volumeAttributesClassName, at.child('volumeAttributesClassName')),
  ]
}

function requestErrors(size: string | undefined, at: FieldPath): FieldError[] {
  if (size === undefined) return [required(at)]
  if (compareQuantities(size, '0') > 0) return []
  return [invalid(at, formatQuantity(parseQuantity(size)), 'must be greater than zero')]
}

function dataSourceErrors(source: TypedLocalObjectReference | TypedObjectReference, at: FieldPath): FieldError[] {
  const { name, kind, apiGroup = '' } = source
  const namespace = 'namespace' in source ? source.namespace : undefined
  const errors: FieldError[] = []
  if (name === '') errors.push(required(at.child('name')))
  if (kind === '') errors.push(required(at.child('kind')))
  if (apiGroup === '' && kind !== 'PersistentVolumeClaim') {
    errors.push(invalid(at, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"))
  }
  if (apiGroup !== '') {
    errors.push(...dns1123Subdomain(apiGroup).map((sentence) => invalid(at.child('apiGroup'), apiGroup, sentence)))
  }
  if (namespace) {
    const path = at.child('namespace')
    errors.push(...nameIsLabel(namespace, false).map((sentence) => invalid(path, namespace, sentence)))
  }
  return errors
}

function pairErrors({ dataSource, dataSourceRef }: PersistentVolumeClaimSpec, at: FieldPath): FieldError[] {
  // The server prints the path as its JSON: nothing of it is public.
  const shown = {}
  if (dataSource && dataSourceRef?.namespace) {
    return [invalid(at, shown, 'may not be specified when dataSourceRef.namespace is specified')]
  }
  if (!dataSource || !dataSourceRef) return []
  const same =
    dataSource.name === dataSourceRef.name &&
    dataSource.kind === dataSourceRef.kind &&
    sameValue(dataSource.apiGroup, dataSourceRef.apiGroup)
  return same ? [] : [invalid(at, shown, 'must match dataSourceRef')]
}
