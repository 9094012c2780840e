// What a ConfigMap may hold. k8s: pkg/apis/core/validation/validation.go ValidateConfigMap
import { invalid, path, tooLong, type FieldError } from '../../api/field-errors.ts'
import { byteLength, configMapKey } from '../../api/names.ts'
import type { ConfigMap } from '../../generated/types.ts'
import { decodedBytes } from './base64-size.ts'

const bytesMax = 1024 * 1024

/** Every fault of a ConfigMap, besides its metadata's. */
export function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const errors: FieldError[] = []
  let bytes = 0
  for (const [key, value] of Object.entries(data)) {
    const at = path('data').key(key)
    errors.push(...configMapKey(key).map((sentence) => invalid(at, key, sentence)))
    if (Object.hasOwn(binaryData, key)) errors.push(invalid(at, key, 'duplicate of key present in binaryData'))
    bytes += byteLength(value)
  }
  for (const [key, value] of Object.entries(binaryData)) {
    const at = path('binaryData').key(key)
    errors.push(...configMapKey(key).map((sentence) => invalid(at, key, sentence)))
    bytes += decodedBytes(value)
  }
  return bytes > bytesMax ? [...errors, tooLong('', bytesMax)] : errors
}
