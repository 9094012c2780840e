// Volumes that are folders: of a node or of a file server. k8s: pkg/apis/core/validation/validation.go
import { invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type { HostPathVolumeSource, LocalVolumeSource, NFSVolumeSource } from '../../generated/types.ts'
import { noBacksteps, requireFields } from './rules.ts'

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
]

/** k8s: validateHostPathVolumeSource */
export function validateHostPath(source: HostPathVolumeSource, at: FieldPath): FieldError[] {
  if (!source.path) return [required(at.child('path'))]
  const errors = noBacksteps(source.path, at.child('path'))
  if (source.type === undefined || hostPathTypes.includes(source.type)) return errors
  return [...errors, notSupported(at.child('type'), source.type, hostPathTypes)]
}

/** k8s: validateNFSVolumeSource */
export function validateNfs(source: NFSVolumeSource, at: FieldPath): FieldError[] {
  const errors = requireFields(source, at, 'server', 'path')
  const path = source.path ?? ''
  return path.startsWith('/') ? errors : [...errors, invalid(at.child('path'), path, 'must be an absolute path')]
}

/** k8s: validateLocalVolumeSource */
export function validateLocal(source: LocalVolumeSource, at: FieldPath): FieldError[] {
  return source.path ? noBacksteps(source.path, at.child('path')) : [required(at.child('path'))]
}
