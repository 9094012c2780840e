// The strategy of a custom resource, as its definition asks for it.
// k8s: apiextensions-apiserver/pkg/registry/customresource/{strategy,status_strategy,tableconvertor}.go
import { registerCustomType } from '../../api/facts.ts'
import { nameIsSubdomain } from '../../api/names.ts'
import type { KubeObject } from '../../api/object.ts'
import type { TableColumn } from '../../api/schema.ts'
import type { CustomResourceDefinition } from '../../generated/types.ts'
import type { ResourceStrategy } from '../resource.ts'
import { ageCell } from '../table/age-cell.ts'
import { setAt, valueAt } from './json-path.ts'
import { fillDefaults, pruneUnknown } from './pruning.ts'
import type { JsonObject, StructuralSchema } from './schema.ts'
import { schemaFaults } from './validation.ts'

/** undefined while its names are not accepted. Of the versions, the stored one is served. */
export function customResourceStrategy({ spec, status }: CustomResourceDefinition): ResourceStrategy | undefined {
  const established = status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True')
  const version = spec.versions.find(({ storage, served }) => storage && served)
  if (!established || !version) return undefined
  const schema = (version.schema?.openAPIV3Schema ?? {}) as StructuralSchema
  const { status: ownStatus, scale } = version.subresources ?? {}
  const columns = columnsOf(version.additionalPrinterColumns)
  const kind = { group: spec.group, version: version.name, kind: spec.names.kind }
  return {
    ref: { ...kind, plural: spec.names.plural, namespaced: spec.scope === 'Namespaced' },
    type: registerCustomType(kind, Object.keys(schema.properties ?? {})),
    nameRule: nameIsSubdomain,
    generation: true,
    unconditionalUpdate: false,
    custom: {
      names: spec.names,
      columns: columns.map(({ column }) => column),
      schema,
      prune: (object) => pruneUnknown(object as unknown as JsonObject, schema),
    },
    defaults: (object) => fillDefaults(object, schema),
    prepareForCreate(object) {
      if (ownStatus) delete (object as { status?: unknown }).status
    },
    validate: (object) => schemaFaults(object, withoutMeta(schema)),
    ...(ownStatus ? { status: { validate: (object) => schemaFaults(object, withoutMeta(schema)) } } : {}),
    ...(scale
      ? {
          scale: {
            replicas: (object) => Number(valueAt(object, scale.specReplicasPath) ?? 0),
            setReplicas: (object, replicas) => setAt(object, scale.specReplicasPath, replicas),
            statusReplicas: (object) => Number(valueAt(object, scale.statusReplicasPath) ?? 0),
            selector: (object) => (scale.labelSelectorPath ? textOf(valueAt(object, scale.labelSelectorPath)) : ''),
          },
        }
      : {}),
    row: (object, { now }) => [object.metadata.name!, ...columns.map(({ cell }) => cell(object, now))],
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Metadata has rules of its own. */
function withoutMeta(schema: StructuralSchema): StructuralSchema {
  const { metadata: _metadata, ...properties } = schema.properties ?? {}
  return { ...schema, properties }
}

type Columns = NonNullable<CustomResourceDefinition['spec']['versions'][number]['additionalPrinterColumns']>

const age: Columns[number] = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }

interface Column {
  column: TableColumn
  cell: (object: KubeObject, now: number) => string | number | boolean | null
}

function columnsOf(asked: Columns | undefined): Column[] {
  return (asked?.length ? asked : [age]).map(({ name, type, format = '', priority = 0, jsonPath }) => ({
    column: { name, type, format, priority },
    cell(object, now) {
      const value = valueAt(object, jsonPath)
      if (value === undefined || value === null) return null
      if (type === 'date') return ageCell(textOf(value), now)
      if (typeof value === 'number' || typeof value === 'boolean') return type === 'string' ? String(value) : value
      return typeof value === 'string' ? value : JSON.stringify(value)
    },
  }))
}
