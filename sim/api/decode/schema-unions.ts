// The parts of a CRD's schema that are one thing or another, and decode themselves.
// k8s: apiextensions-apiserver/pkg/apis/apiextensions/v1/marshal.go
import type { FieldSchema } from '../schema.ts'
import type { JsonNode } from './json-tree.ts'

const group = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1'
const schema: FieldSchema = { type: `${group}.JSONSchemaProps` }

/** What the value must be decoded as; undefined when it stands as it is (a bool) or counts as nothing; a text is a refusal. */
type Choice = (node: JsonNode) => FieldSchema | string | undefined

/** By type. */
export const schemaUnions: Readonly<Record<string, Choice>> = {
  [`${group}.JSONSchemaPropsOrBool`]: (node) => {
    if (node.kind === 'object') return schema
    return node.kind === 'bool' || node.kind === 'null' ? undefined : 'boolean or JSON schema expected'
  },
  [`${group}.JSONSchemaPropsOrArray`]: (node) => {
    if (node.kind === 'object') return schema
    return node.kind === 'array' ? { ...schema, list: 'atomic' } : undefined
  },
  [`${group}.JSONSchemaPropsOrStringArray`]: (node) => {
    if (node.kind === 'object') return schema
    return node.kind === 'array' ? { type: 'string', list: 'atomic' } : undefined
  },
}
