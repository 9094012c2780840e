// How Kubernetes' decoder names the place and the type of a value in its errors: `PodSpec.spec.volumes`, `[]v1.Volume`.
import facts from '../generated/go-types.json' with { type: 'json' }
import type { FieldSchema } from './schema.ts'

/** By type and field: Go types that {@link derivedGoType} does not guess, and the embedded structs on the way to a field. */
export interface GoTypeFacts {
  types: Record<string, Record<string, string>>
  embedded: Record<string, Record<string, string>>
}

const known = facts as GoTypeFacts

/** The Go type of a field, without the star of a pointer. */
export function goTypeOf(owner: string, name: string, field: FieldSchema): string {
  return known.types[owner]?.[name] ?? derivedGoType(field)
}

/** Go names of the structs that carry the field inside `owner`; none for a field of its own. */
export function embeddedPath(owner: string, name: string): string[] {
  // Every kind carries these two the same way.
  if ((name === 'kind' || name === 'apiVersion') && known.embedded[owner]?.[name] === undefined) return []
  return known.embedded[owner]?.[name]?.split('.') ?? []
}

/** `ObjectMeta` of `io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`. */
export function structName(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1)
}

/** The Go type that a field has as a rule. */
export function derivedGoType(field: FieldSchema): string {
  const element = scalarNames[field.type] ?? field.type.split('.').slice(-2).join('.')
  const inner = field.nested ? `[]${element}` : element
  if (field.list) return `[]${inner}`
  return field.map ? `map[string]${inner}` : inner
}

const scalarNames: Record<string, string> = {
  string: 'string',
  int32: 'int32',
  int64: 'int64',
  double: 'float64',
  bool: 'bool',
  bytes: '[]uint8',
  any: 'interface {}',
}
