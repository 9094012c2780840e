// The structural schema of a custom resource, and walking along a value with it.
// k8s: apiextensions-apiserver/pkg/apiserver/schema/structural.go

/** What of an openAPIV3Schema is looked at; a CustomResourceDefinition holds it as plain JSON. */
export interface StructuralSchema {
  type?: string
  nullable?: boolean
  default?: unknown
  properties?: Record<string, StructuralSchema>
  additionalProperties?: boolean | StructuralSchema
  items?: StructuralSchema
  required?: string[]
  enum?: unknown[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: boolean
  exclusiveMaximum?: boolean
  multipleOf?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minProperties?: number
  maxProperties?: number
  'x-kubernetes-preserve-unknown-fields'?: boolean
  'x-kubernetes-int-or-string'?: boolean
  'x-kubernetes-embedded-resource'?: boolean
}

export type JsonObject = Record<string, unknown>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The schema of a member of an object; undefined where the schema says nothing of it. */
export function memberSchema(schema: StructuralSchema, name: string): StructuralSchema | undefined {
  const own = schema.properties?.[name]
  if (own) return own
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
}
