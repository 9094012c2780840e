// What a definition of a custom resource may say. k8s: apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go
import { invalid, notSupported, path, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type { CustomResourceDefinition } from '../../generated/types.ts'
import type { StructuralSchema } from '../custom-resource/schema.ts'

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string']

/** Every fault of a definition. */
export function validateDefinition({ metadata, spec, status }: CustomResourceDefinition): FieldError[] {
  const { names, group, scope } = spec
  const name = `${names.plural}.${group}`
  const errors: FieldError[] = []
  if (metadata.name !== name) {
    errors.push(invalid('metadata.name', metadata.name ?? '', 'must be spec.names.plural+"."+spec.group'))
  }
  if (!group) errors.push(required('spec.group'))
  if (!scope) errors.push(required('spec.scope'))
  else if (!['Cluster', 'Namespaced'].includes(scope))
    errors.push(notSupported('spec.scope', scope, ['Cluster', 'Namespaced']))
  const versions = spec.versions ?? []
  if (versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(invalid('spec.versions', shown(versions), 'must have exactly one version marked as storage version'))
  }
  const schemas = versions.map((version) => version.schema?.openAPIV3Schema as StructuralSchema | undefined)
  for (const [index, schema] of schemas.entries()) {
    const at = path('spec.versions').index(index).child('schema', 'openAPIV3Schema')
    if (!schema) errors.push(required(at))
  }
  errors.push(
    ...schemas.flatMap((schema) => (schema ? rootFaults(schema, path('spec.validation.openAPIV3Schema')) : [])),
  )
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    if (!names[field]) errors.push(required(`spec.names.${field}`))
  }
  if (!status?.storedVersions?.length) {
    errors.push(invalid('status.storedVersions', null, 'must have at least one stored version'))
  }
  return errors
}

function rootFaults(schema: StructuralSchema, at: FieldPath): FieldError[] {
  const own = schema.type
    ? schema.type === 'object'
      ? []
      : [invalid(at.child('type'), schema.type, 'must be object at the root')]
    : [required(at.child('type'), 'must not be empty at the root')]
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => ({
    member,
    at: at.child('properties').key(name),
  }))
  return [
    ...members.flatMap((each) => typeMissing(each.member, each.at)),
    ...own,
    ...members.flatMap((each) => typeFaults(each.member, each.at)),
  ]
}

function childrenOf(schema: StructuralSchema, at: FieldPath): { member: StructuralSchema; at: FieldPath }[] {
  const { properties = {}, items, additionalProperties: more } = schema
  return [
    ...Object.entries(properties).map(([name, member]) => ({ member, at: at.child('properties').key(name) })),
    ...(items ? [{ member: items, at: at.child('items') }] : []),
    ...(typeof more === 'object' ? [{ member: more, at: at.child('additionalProperties') }] : []),
  ]
}

function typeMissing(schema: StructuralSchema, at: FieldPath): FieldError[] {
  const open = schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-int-or-string']
  const what = at.toString().endsWith('items') ? 'array items' : 'object fields'
  return [
    ...(schema.type || open ? [] : [required(at.child('type'), `must not be empty for specified ${what}`)]),
    ...childrenOf(schema, at).flatMap((each) => typeMissing(each.member, each.at)),
  ]
}

function typeFaults(schema: StructuralSchema, at: FieldPath): FieldError[] {
  const { type } = schema
  return [
    ...(type && !types.includes(type) ? [notSupported(at.child('type'), type, types)] : []),
    ...childrenOf(schema, at).flatMap((each) => typeFaults(each.member, each.at)),
  ]
}

/** Go's own struct, which the message prints with the names of its fields. */
function shown(versions: CustomResourceDefinition['spec']['versions']): unknown {
  if (versions.length === 0) return null
  return versions.map(({ name, served, storage, deprecated = false, deprecationWarning = null }) => ({
    Name: name,
    Served: served,
    Storage: storage,
    Deprecated: deprecated,
    DeprecationWarning: deprecationWarning,
    Schema: null,
    Subresources: null,
    AdditionalPrinterColumns: null,
    SelectableFields: null,
  }))
}
