// The generated facts of the API, loaded once: types, discovery and columns.
import facts from '../generated/kubernetes.json' with { type: 'json' }
import type { KubernetesFacts, TypeSchema } from './schema.ts'

/** All that is known of the API: `kubernetes.types['io.k8s.api.core.v1.Pod']`. */
export const kubernetes = facts as unknown as KubernetesFacts

/** The schema of a type by its full name. Throws on a name that is none: names come from the facts themselves. */
export function typeSchema(name: string): TypeSchema {
  const schema = kubernetes.types[name]
  if (!schema) throw new Error(`no API type ${name}`)
  return schema
}

/**
 * Makes a type for a resource that somebody added: metadata as everywhere, and the fields of its schema, each any JSON (its
 * own schema judges them). Gives its full name; the same asked twice is one type.
 */
export function registerCustomType(gvk: { group: string; version: string; kind: string }, fields: string[]): string {
  const own = fields.filter((name) => !['apiVersion', 'kind', 'metadata'].includes(name)).toSorted()
  const name = `custom.${gvk.group}.${gvk.version}.${gvk.kind}(${own.join(',')})`
  kubernetes.types[name] ??= {
    fields: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      ...Object.fromEntries(own.map((field) => [field, { type: 'any' }])),
    },
    gvk: [gvk],
  }
  return name
}

const byKind = new Map<string, string>()
for (const [name, schema] of Object.entries(kubernetes.types)) {
  // The options types say that they belong to every group: they are no objects of it.
  if (!schema.fields.metadata) continue
  for (const { group, version, kind } of schema.gvk ?? []) byKind.set(`${group}/${version}/${kind}`, name)
}

/** The type's full name of a kind, when the API knows it. */
export function typeOfKind(gvk: { group: string; version: string; kind: string }): string | undefined {
  return byKind.get(`${gvk.group}/${gvk.version}/${gvk.kind}`)
}
