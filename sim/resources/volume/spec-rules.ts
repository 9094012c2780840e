// What the specs of volumes and claims share. k8s: pkg/apis/core/validation/validation.go
import { forbidden, invalid, notSupported, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { dns1123Subdomain } from '../../api/names.ts'

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
const volumeModes = ['Block', 'Filesystem']

/** Known modes, and ReadWriteOncePod alone. */
export function validateAccessModes(modes: readonly string[], at: FieldPath): FieldError[] {
  const errors = modes.filter((mode) => !accessModes.includes(mode)).map((mode) => notSupported(at, mode, accessModes))
  const others = modes.some((mode) => mode !== 'ReadWriteOncePod' && accessModes.includes(mode))
  if (!modes.includes('ReadWriteOncePod') || !others) return errors
  return [...errors, forbidden(at, 'may not use ReadWriteOncePod with other access modes')]
}

/** `Block` or `Filesystem`, or nothing. */
export function validateVolumeMode(mode: string | undefined, at: FieldPath): FieldError[] {
  return mode === undefined || volumeModes.includes(mode) ? [] : [notSupported(at, mode, volumeModes)]
}

/** The name of a class, when there is one. k8s: ValidateClassName */
export function validateClassName(name: string | undefined, at: FieldPath): FieldError[] {
  return name ? dns1123Subdomain(name).map((sentence) => invalid(at, name, sentence)) : []
}
