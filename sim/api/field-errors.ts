// Validation never throws: it collects field errors, so that the user sees all of them at once.
// k8s: staging/src/k8s.io/apimachinery/pkg/util/validation/field/{errors,path}.go
import { goQuoted } from './decode/json-tree.ts'
import { goJson } from './go-json.ts'

/** The words that a message puts between the field and the value. */
export type FieldErrorType =
  | 'Required value'
  | 'Invalid value'
  | 'Unsupported value'
  | 'Duplicate value'
  | 'Forbidden'
  | 'Not found'
  | 'Too long'
  | 'Too many'
  | 'Internal error'

export interface FieldError {
  type: FieldErrorType
  /** `spec.ports[0].port`. */
  field: string
  /** The offending value as JSON would show it; absent for types whose message shows none. */
  value?: unknown
  detail: string
}

/** A field's path: `path('spec').child('ports').index(0).child('port')`, `.key('a/b')` for a map's entry. Its `toString` is what messages show. */
export interface FieldPath {
  child(...names: string[]): FieldPath
  index(index: number): FieldPath
  key(key: string): FieldPath
  toString(): string
}

/** @param root the path so far; empty for the object itself. */
export function path(root = ''): FieldPath {
  return {
    child: (...names) => path([...(root ? [root] : []), ...names].join('.')),
    index: (index) => path(`${root}[${index}]`),
    key: (key) => path(`${root}[${key}]`),
    toString: () => root,
  }
}

type At = FieldPath | string

export function required(field: At, detail = ''): FieldError {
  return { type: 'Required value', field: String(field), detail }
}

export function invalid(field: At, value: unknown, detail: string): FieldError {
  return { type: 'Invalid value', field: String(field), value, detail }
}

/** `Unsupported value: "x": supported values: "A", "B"`; give `supported` in the order that Kubernetes prints. */
export function notSupported(field: At, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuoted).join(', ')}`
  return { type: 'Unsupported value', field: String(field), value, detail }
}

export function duplicate(field: At, value: unknown): FieldError {
  return { type: 'Duplicate value', field: String(field), value, detail: '' }
}

export function forbidden(field: At, detail: string): FieldError {
  return { type: 'Forbidden', field: String(field), detail }
}

export function notFound(field: At, value: unknown): FieldError {
  return { type: 'Not found', field: String(field), value, detail: '' }
}

export function tooLong(field: At, maxBytes: number): FieldError {
  return { type: 'Too long', field: String(field), detail: `may not be more than ${maxBytes} bytes` }
}

export function tooMany(field: At, actual: number, max: number): FieldError {
  return { type: 'Too many', field: String(field), value: actual, detail: `must have at most ${max} items` }
}

/** The text after the field: `Invalid value: "x": must be …`. */
export function errorBody(error: FieldError): string {
  const shown = 'value' in error && !valueless.has(error.type) ? `${error.type}: ${goValue(error.value)}` : error.type
  return error.detail ? `${shown}: ${error.detail}` : shown
}

/** The whole line: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export function errorText(error: FieldError): string {
  return `${error.field}: ${errorBody(error)}`
}

const valueless = new Set<FieldErrorType>(['Required value', 'Forbidden', 'Too long', 'Internal error'])

function goValue(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  return typeof value === 'string' ? goQuoted(value) : goJson(value)
}
