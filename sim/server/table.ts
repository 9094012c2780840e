// Objects as the rows that `kubectl get` prints. k8s: apiserver/pkg/endpoints/handlers/response.go asTable, printers/tableconvertor
import { kubernetes } from '../api/facts.ts'
import { groupPath, type KubeObject } from '../api/object.ts'
import type { TableColumn } from '../api/schema.ts'
import type { ResourceStrategy } from '../resources/resource.ts'

/** What a row carries of its object. */
export type IncludeObject = 'None' | 'Metadata' | 'Object'

export function isIncludeObject(text: string): text is IncludeObject {
  return ['None', 'Metadata', 'Object'].includes(text)
}

const defaultColumns: TableColumn[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Created At', type: 'date', format: '', priority: 0 },
]

/** A Table of objects; `columns` false leaves the definitions out, as later rows of a watch do. */
export function tableOf(
  strategy: ResourceStrategy,
  objects: KubeObject[],
  metadata: object,
  { nowMs, include = 'Metadata', columns = true }: { nowMs: number; include?: IncludeObject; columns?: boolean },
): object {
  const recorded = kubernetes.tables[`${groupPath(strategy.ref)}/${strategy.ref.plural}`]
  const own = strategy.custom && [defaultColumns[0]!, ...strategy.custom.columns]
  const definitions = own ?? (recorded && strategy.row ? recorded : defaultColumns)
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns ? definitions.map((column) => ({ ...column, description: '' })) : null,
    rows: objects.map((object) => ({
      cells: strategy.row?.(object, { now: nowMs }) ?? [object.metadata.name, object.metadata.creationTimestamp],
      object: include === 'None' ? null : include === 'Object' ? object : partialMetadata(object),
    })),
  }
}

/** Only an object's metadata, as a kind of its own. */
export function partialMetadata({ metadata }: KubeObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
}
