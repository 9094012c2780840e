// What an autoscaler scales or looks at. k8s: pkg/apis/autoscaling/validation/validation.go ValidateCrossVersionObjectReference
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { nameIsPathSegment } from '../../api/names.ts'
import type { CrossVersionObjectReference } from '../../generated/types.ts'

export interface VersionRules {
  /** What is wrong with the version is not looked at: it stood before. */
  anyVersion: boolean
  /** It may be of the core group. */
  noGroup: boolean
}

/** Every fault of a reference by kind, name and apiVersion. */
export function validateTargetReference(
  reference: CrossVersionObjectReference | undefined,
  at: FieldPath,
  { anyVersion, noGroup }: VersionRules,
): FieldError[] {
  const { kind = '', name = '', apiVersion = '' } = reference ?? {}
  const fault = anyVersion ? undefined : apiVersionFault({ apiVersion }, noGroup)
  return [
    ...validateSegment(kind, at.child('kind')),
    ...validateSegment(name, at.child('name')),
    ...(fault === undefined ? [] : [invalid(at.child('apiVersion'), apiVersion, fault)]),
  ]
}

/** Required, and fit to stand in a path; `detail` says more of its absence. */
export function validateSegment(value: string, at: FieldPath, detail = ''): FieldError[] {
  if (value === '') return [required(at, detail)]
  return nameIsPathSegment(value, false).map((sentence) => invalid(at, value, sentence))
}

/** k8s: ValidateAPIVersion, schema.ParseGroupVersion */
export function apiVersionFault({ apiVersion = '' }: { apiVersion?: string }, noGroup: boolean): string | undefined {
  if (apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`
  const group = apiVersion === '/' || !apiVersion.includes('/') ? '' : apiVersion.split('/')[0]
  return group === '' && !noGroup ? 'apiVersion must specify API group' : undefined
}
