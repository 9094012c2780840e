// How a kind's fields merge, and how they are called, as the cluster itself publishes it in its OpenAPI v3 documents.

/** One field of a kind. */
export interface MergeSchema {
  /** The schema of a property; undefined when there is none of that name. */
  field(name: string): MergeSchema | undefined
  /** The names of its properties; empty for free maps, lists and scalars. */
  fields(): string[]
  /** A list whose items are merged rather than replaced. */
  merges: boolean
  /** The property by which the items of a merging list know each other; undefined when they are scalars. */
  mergeKey: string | undefined
  /** Of a list's items. */
  item: MergeSchema | undefined
  /** Keys that are not in the patch go: `strategy` of a Deployment. */
  retainKeys: boolean
}

interface OpenApiSchema {
  $ref?: string
  allOf?: OpenApiSchema[]
  properties?: Record<string, OpenApiSchema>
  additionalProperties?: OpenApiSchema | boolean
  items?: OpenApiSchema
  'x-kubernetes-patch-merge-key'?: string
  'x-kubernetes-patch-strategy'?: string
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[]
}

/** What GET /openapi/v3/… answers, as far as it is needed. */
export interface OpenApiDocument {
  components?: { schemas?: Record<string, OpenApiSchema> }
}

/** undefined for a kind that the document does not have, and for one without a shape of its own. */
export function mergeSchemaOf(
  document: OpenApiDocument,
  gvk: { group: string; version: string; kind: string },
): MergeSchema | undefined {
  const schemas = document.components?.schemas ?? {}
  const named = Object.values(schemas).find((schema) =>
    schema['x-kubernetes-group-version-kind']?.some(
      ({ group, version, kind }) => group === gvk.group && version === gvk.version && kind === gvk.kind,
    ),
  )
  return named?.properties ? node(named, schemas) : undefined
}

function node(schema: OpenApiSchema, schemas: Record<string, OpenApiSchema>): MergeSchema {
  const shape = resolved(schema, schemas)
  const strategy = (schema['x-kubernetes-patch-strategy'] ?? '').split(',')
  return {
    field(name) {
      const property = shape.properties?.[name]
      if (property) return node(property, schemas)
      return typeof shape.additionalProperties === 'object' ? node(shape.additionalProperties, schemas) : undefined
    },
    fields: () => Object.keys(shape.properties ?? {}),
    merges: strategy.includes('merge') && shape.items !== undefined,
    mergeKey: schema['x-kubernetes-patch-merge-key'],
    item: shape.items && node(shape.items, schemas),
    retainKeys: strategy.includes('retainKeys'),
  }
}

/** Follows references: OpenAPI v3 writes them alone or in an allOf beside the field's own marks. */
function resolved(schema: OpenApiSchema, schemas: Record<string, OpenApiSchema>): OpenApiSchema {
  const target = schema.$ref ?? schema.allOf?.find(({ $ref }) => $ref !== undefined)?.$ref
  const found = target === undefined ? undefined : schemas[target.split('/').at(-1)!]
  return found ? resolved(found, schemas) : schema
}
