// What a custom resource's schema does not know goes; what it gives a value for is filled in.
// k8s: apiextensions-apiserver/pkg/apiserver/schema/{pruning,defaulting}
import { isJsonObject, memberSchema, type JsonObject, type StructuralSchema } from './schema.ts'

const metaFields = ['apiVersion', 'kind', 'metadata']

/** Takes unknown fields out of `object`; gives their paths (`spec.nada`, `spec.lista[0].x`), in order. */
export function pruneUnknown(object: JsonObject, schema: StructuralSchema): string[] {
  return pruneObject(object, schema, '', new Set(metaFields))
}

function prune(value: unknown, schema: StructuralSchema, at: string): string[] {
  if (Array.isArray(value)) {
    return schema.items ? value.flatMap((item, index) => prune(item, schema.items!, `${at}[${index}]`)) : []
  }
  const kept = new Set(schema['x-kubernetes-embedded-resource'] ? metaFields : [])
  return isJsonObject(value) ? pruneObject(value, schema, at, kept) : []
}

function pruneObject(object: JsonObject, schema: StructuralSchema, at: string, kept: Set<string>): string[] {
  const unknown: string[] = []
  for (const name of Object.keys(object).toSorted()) {
    if (kept.has(name)) continue
    const path = at === '' ? name : `${at}.${name}`
    const member = memberSchema(schema, name)
    if (member) unknown.push(...prune(object[name], member, path))
    else if (!schema['x-kubernetes-preserve-unknown-fields'] && schema.additionalProperties !== true) {
      delete object[name]
      unknown.push(path)
    }
  }
  return unknown
}

/** Nulls that the schema does not allow go, then defaults come, from the outside in. */
export function fillDefaults(value: unknown, schema: StructuralSchema): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) fillDefaults(item, schema.items)
    return
  }
  if (!isJsonObject(value)) return
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (value[name] === null && !member.nullable) delete value[name]
    if (value[name] === undefined && member.default !== undefined) value[name] = structuredClone(member.default)
  }
  for (const [name, child] of Object.entries(value)) {
    const member = memberSchema(schema, name)
    if (member) fillDefaults(child, member)
  }
}
