// Does a stated object fit its type, as far as server-side apply asks before it merges?
// k8s: structured-merge-diff/v6/typed/validate.go
import { kubernetes } from './facts.ts'
import { pathText } from './field-set.ts'
import { goPrint } from './patch/go-print.ts'
import type { FieldSchema } from './schema.ts'
import { listElement, TypedValueError } from './typed-place.ts'

/** One sentence for each fault, its path in front: `.spec.replicas: expected numeric (int or float), got string`. */
export function validateTyped(value: unknown, type: string): string[] {
  return validate(value, { type }, '')
}

type Place = Pick<FieldSchema, 'type' | 'list' | 'map' | 'nested' | 'keys'>

function validate(value: unknown, place: Place, path: string): string[] {
  if (value === null || value === undefined) return []
  const fault = (message: string): string[] => [path === '' ? message : `${path}: ${message}`]
  if (place.list) {
    if (!Array.isArray(value)) return fault(`expected list, got ${shown(value)}`)
    const item: Place = { type: place.type, ...(place.nested ? { list: 'plain' as const } : {}) }
    if (place.list !== 'map' && place.list !== 'set') {
      return value.flatMap((child, index) => validate(child, item, `${path}[${index}]`))
    }
    return associative(value, place, item, path)
  }
  const schema = kubernetes.types[place.type]
  if (place.map || (schema && !schema.scalar)) {
    if (typeof value !== 'object' || Array.isArray(value)) return fault(`expected map, got ${shown(value)}`)
    const faults: string[] = []
    for (const [key, child] of Object.entries(value)) {
      const element: Place | undefined = place.map
        ? { type: place.type, ...(place.nested ? { list: 'plain' as const } : {}) }
        : schema!.fields[key]
      if (!element) return [...faults, `${path}.${key}: field not declared in schema`]
      faults.push(...validate(child, element, `${path}.${key}`))
    }
    return faults
  }
  const message = scalarFault(value, schema?.scalar ?? place.type)
  return message === undefined ? [] : fault(message)
}

/** Items of a list that is merged by item: each must have its key, and none twice. */
function associative(items: unknown[], place: Place, item: Place, path: string): string[] {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const [index, child] of items.entries()) {
    let element: string
    try {
      element = listElement(child, place)
    } catch (error) {
      if (!(error instanceof TypedValueError)) throw error
      return [...faults, `${path}: element ${index}: ${error.message}`]
    }
    if (seen.has(element)) faults.push(`${path}: duplicate entries for key ${pathText([element])}`)
    seen.add(element)
    faults.push(...validate(child, item, `${path}${pathText([element])}`))
  }
  return faults
}

function scalarFault(value: unknown, scalar: string): string | undefined {
  switch (scalar) {
    case 'int32':
    case 'int64':
    case 'double':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`
    case 'bool':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${shown(value)}`
    case 'string':
    case 'bytes':
      return typeof value === 'string' ? undefined : `expected string, got ${goLiteral(value)}`
    case 'quantity':
    case 'intOrString':
    case 'time':
    case 'microTime':
      return typeof value === 'object' ? `expected any scalar, got ${shown(value)}` : undefined
    default:
      return undefined
  }
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

function shown(value: unknown): string {
  return `&{${goPrint(value)}}`
}

function goLiteral(value: unknown): string {
  const inner = typeof value === 'object' ? goType(value) : JSON.stringify(value)
  return `&value.valueUnstructured{Value:${inner}}`
}
