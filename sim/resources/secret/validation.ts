// What a Secret of each type must hold. k8s: pkg/apis/core/validation/validation.go ValidateSecret
import { JsonSyntaxError, parseJson } from '../../api/decode/json-tree.ts'
import { invalid, path, required, tooLong, type FieldError } from '../../api/field-errors.ts'
import { configMapKey } from '../../api/names.ts'
import type { Secret } from '../../generated/types.ts'
import { decodedBytes } from '../config/base64-size.ts'

const bytesMax = 1024 * 1024
const dataPath = path('data')
const accountAnnotation = 'kubernetes.io/service-account.name'

/** Every fault of a Secret, besides its metadata's. */
export function validateSecret(secret: Secret): FieldError[] {
  const data = secret.data ?? {}
  const entries = Object.entries(data)
  const errors = entries.flatMap(([key]) =>
    configMapKey(key).map((sentence) => invalid(dataPath.key(key), key, sentence)),
  )
  if (entries.reduce((sum, [, value]) => sum + decodedBytes(value), 0) > bytesMax) {
    errors.push(tooLong(dataPath, bytesMax))
  }
  return [...errors, ...typeErrors(secret, data)]
}

function typeErrors({ type, metadata }: Secret, data: Record<string, string>): FieldError[] {
  const missing = (...keys: string[]): FieldError[] =>
    keys.filter((key) => data[key] === undefined).map((key) => required(dataPath.key(key)))
  switch (type) {
    case 'kubernetes.io/service-account-token':
      if (metadata.annotations?.[accountAnnotation]) return []
      return [required(path('metadata.annotations').key(accountAnnotation))]
    case 'kubernetes.io/dockercfg':
      return dockerErrors('.dockercfg', data)
    case 'kubernetes.io/dockerconfigjson':
      return dockerErrors('.dockerconfigjson', data)
    case 'kubernetes.io/basic-auth': {
      const errors = missing('username', 'password')
      return errors.length === 2 ? errors : []
    }
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [required(dataPath.key('ssh-privatekey'))]
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key')
    default:
      return []
  }
}

function dockerErrors(key: string, data: Record<string, string>): FieldError[] {
  const value = data[key]
  if (value === undefined) return [required(dataPath.key(key))]
  const fault = jsonFault(value)
  return fault === undefined ? [] : [invalid(dataPath.key(key), '<secret contents redacted>', fault)]
}

/** Go's sentence about what is no JSON object. */
function jsonFault(encoded: string): string | undefined {
  const bytes = atob(encoded)
  // Go quotes a byte, not the letter that it begins.
  const [, odd] = /^[ \t\r\n]*([\u0080-\u00ff])/.exec(bytes) ?? []
  if (odd) return `invalid character ${quotedByte(odd)} looking for beginning of value`
  try {
    const { kind } = parseJson(new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0))))
    if (kind === 'object' || kind === 'null') return undefined
    return `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message
    throw error
  }
}

function quotedByte(byte: string): string {
  const code = byte.charCodeAt(0)
  const unprintable = code < 0xa1 || code === 0xad
  return unprintable ? `'\\u00${code.toString(16)}'` : `'${byte}'`
}
