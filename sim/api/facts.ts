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
