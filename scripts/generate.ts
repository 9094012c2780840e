#!/usr/bin/env node
// Turns the recorded facts of a real API server into the two files of sim/generated/: run `npm run generate -- DIR`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldSchema, KubernetesFacts, TypeSchema } from '../sim/api/schema.ts'

interface OpenApi {
  type?: string
  format?: string
  $ref?: string
  items?: OpenApi
  additionalProperties?: OpenApi
  properties?: Record<string, OpenApi>
  required?: string[]
  enum?: string[]
  [extension: `x-kubernetes-${string}`]: unknown
}
interface ProtoField {
  id: number
  type: string
}

function generate(from: string): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(from, name), 'utf8'))
  const definitions = read('openapi-definitions.json') as Record<string, OpenApi>
  const messages = read('protobuf.json') as Record<string, Record<string, ProtoField>>
  const types: Record<string, TypeSchema> = {}
  for (const [name, definition] of Object.entries(definitions)) types[name] = typeOf(name, definition, messages)
  const facts: KubernetesFacts = {
    types,
    messages: inlineMessages(types, messages),
    discovery: read('discovery.json') as KubernetesFacts['discovery'],
    tables: read('tables.json') as KubernetesFacts['tables'],
  }
  const out = new URL('../sim/generated/', import.meta.url)
  writeFileSync(new URL('kubernetes.json', out), JSON.stringify(facts) + '\n')
  writeFileSync(new URL('types.ts', out), typescript(types))
}

function typeOf(name: string, definition: OpenApi, messages: Record<string, Record<string, ProtoField>>): TypeSchema {
  const message = messages[name.replace(/^io\.k8s\./, 'k8s.io.')] ?? {}
  const numbers = new Map(Object.entries(message).map(([field, { id }]) => [field.toLowerCase(), id]))
  const fields: Record<string, FieldSchema> = {}
  for (const [field, schema] of Object.entries(definition.properties ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const number = numbers.get(field.toLowerCase())
    fields[field] = { ...fieldOf(schema), ...(number === undefined ? {} : { pb: number }) }
    numbers.delete(field.toLowerCase())
  }
  // Go embeds these structs: a message of their own on the wire, the parent's own fields in JSON.
  const inline = Object.fromEntries(
    Object.entries(message)
      .filter(([field]) => numbers.has(field.toLowerCase()))
      .map(([, { id, type }]) => [id, type.replace(/^k8s\.io\./, 'io.k8s.')]),
  )
  const gvk = definition['x-kubernetes-group-version-kind'] as TypeSchema['gvk']
  const scalar = definition.properties ? undefined : scalarOf(name, definition)
  return {
    fields,
    ...(definition.required ? { required: definition.required } : {}),
    ...(Object.keys(inline).length > 0 ? { inline } : {}),
    ...(definition['x-kubernetes-map-type'] ? { mapType: definition['x-kubernetes-map-type'] as 'atomic' } : {}),
    ...(scalar ? { scalar } : {}),
    ...(gvk ? { gvk } : {}),
    ...(definition['x-kubernetes-unions'] ? { unions: definition['x-kubernetes-unions'] as TypeSchema['unions'] } : {}),
  }
}

/** Messages that only exist on the wire, inside others: their fields' numbers. */
function inlineMessages(
  types: Record<string, TypeSchema>,
  messages: Record<string, Record<string, ProtoField>>,
): Record<string, Record<string, number>> {
  const result: Record<string, Record<string, number>> = {}
  for (const name of Object.values(types).flatMap(({ inline }) => Object.values(inline ?? {}))) {
    const message = messages[name.replace(/^io\.k8s\./, 'k8s.io.')]
    if (!message || types[name]) continue
    result[name] = Object.fromEntries(Object.entries(message).map(([field, { id }]) => [field, id]))
  }
  return result
}

function scalarOf(name: string, definition: OpenApi): string | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1)
  const known: Record<string, string> = {
    Quantity: 'quantity',
    Time: 'time',
    MicroTime: 'microTime',
    IntOrString: 'intOrString',
    RawExtension: 'any',
    FieldsV1: 'any',
    JSON: 'any',
  }
  if (known[last]) return known[last]
  return definition.type === undefined || last === 'Patch' ? 'any' : undefined
}

function fieldOf(schema: OpenApi): FieldSchema {
  const element = schema.items ?? schema.additionalProperties
  const merge = schema['x-kubernetes-patch-strategy'] as string | undefined
  const mergeKey = schema['x-kubernetes-patch-merge-key'] as string | undefined
  return {
    type: basic(element ?? schema),
    ...(schema.items ? { list: (schema['x-kubernetes-list-type'] as FieldSchema['list']) ?? 'plain' } : {}),
    ...(schema.additionalProperties ? { map: true as const } : {}),
    ...(element?.items ? { nested: true as const } : {}),
    ...(schema['x-kubernetes-list-map-keys'] ? { keys: schema['x-kubernetes-list-map-keys'] as string[] } : {}),
    ...(merge ? { patch: merge } : {}),
    ...(mergeKey ? { mergeKey } : {}),
    ...(schema['x-kubernetes-map-type'] ? { mapType: schema['x-kubernetes-map-type'] as 'atomic' } : {}),
    ...(schema.enum ? { enum: schema.enum } : {}),
  }
}

function basic(schema: OpenApi): string {
  if (schema.$ref) return schema.$ref.slice('#/definitions/'.length)
  if (schema.items) return basic(schema.items)
  if (schema.type === 'integer') return schema.format === 'int64' ? 'int64' : 'int32'
  if (schema.type === 'number') return 'double'
  if (schema.type === 'boolean') return 'bool'
  if (schema.type === 'string') return schema.format === 'byte' ? 'bytes' : 'string'
  return 'any'
}

function typescript(types: Record<string, TypeSchema>): string {
  const names = shortNames(Object.keys(types))
  const of = (type: string): string => {
    const target = types[type]
    if (target?.scalar) return scalars[target.scalar] ?? 'unknown'
    return target ? names.get(type)! : (scalars[type] ?? 'unknown')
  }
  const lines = [
    '// Made by scripts/generate.ts from a real API server’s own description of its types: do not edit.',
    '',
  ]
  for (const [name, type] of Object.entries(types)) {
    if (type.scalar) continue
    lines.push(`export interface ${names.get(name)!} {`)
    for (const [field, schema] of Object.entries(type.fields)) {
      let is = of(schema.type)
      if (schema.nested) is += '[]'
      if (schema.list) is += '[]'
      if (schema.map) is = `{ [key: string]: ${is} }`
      // Objects of a kind always carry metadata; every list of a …List its items.
      const required = (type.required?.includes(field) ?? false) || (type.gvk !== undefined && field === 'metadata')
      lines.push(`  ${/^[A-Za-z]\w*$/.test(field) ? field : JSON.stringify(field)}${required ? '' : '?'}: ${is}`)
    }
    lines.push('}')
  }
  return lines.join('\n') + '\n'
}

const scalars: Record<string, string> = {
  string: 'string',
  bytes: 'string',
  time: 'string',
  microTime: 'string',
  quantity: 'string',
  intOrString: 'number | string',
  int32: 'number',
  int64: 'number',
  double: 'number',
  bool: 'boolean',
  any: 'unknown',
}

/** Names as the API has them; where two groups use one name, the less known takes its group in front. */
function shortNames(all: string[]): Map<string, string> {
  const order = [
    'core.v1',
    'meta.v1',
    'apps.v1',
    'batch.v1',
    'networking.v1',
    'storage.v1',
    'autoscaling.v2',
    'discovery.v1',
  ]
  const rank = (name: string): number => {
    const at = order.findIndex((group) => name.includes(`.${group}.`))
    return at === -1 ? order.length : at
  }
  const taken = new Set<string>()
  const result = new Map<string, string>()
  for (const name of all.toSorted((a, b) => rank(a) - rank(b))) {
    const parts = name.split('.')
    let short = parts.at(-1)!
    if (taken.has(short))
      short = capital(parts.at(-3)!) + (taken.has(capital(parts.at(-3)!) + short) ? capital(parts.at(-2)!) : '') + short
    taken.add(short)
    result.set(name, short)
  }
  return result
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replaceAll(/\W/g, '')
}

const [, , directory] = process.argv
if (!directory) {
  console.error(
    'uso: npm run generate -- CARPETA   (con openapi-definitions.json, protobuf.json, discovery.json y tables.json)',
  )
  process.exitCode = 2
} else generate(directory)
