// How the server prints its own structs in refusals: Go's field names in Go's order, nothing left out.
// k8s: pkg/apis/core/types.go (no JSON names there), apimachinery/pkg/util/validation/field/errors.go
import type { LabelSelector, LabelSelectorRequirement } from '../generated/types.ts'
import facts from '../generated/internal-types.json' with { type: 'json' }

/** A field of an internal struct. `type` is another struct of the file or number, bool, string, quantity, time, intOrString, json. */
export interface InternalField {
  go: string
  json: string
  type: string
  pointer?: boolean
  list?: boolean
  map?: boolean
}
export type InternalTypes = Record<string, InternalField[]>

const types = facts as InternalTypes

/**
 * The value as the internal struct of that name would be written as JSON.
 * @param value an API object's part; absent is Go's zero value.
 * @param type e.g. `PersistentVolumeClaimSpec`.
 */
export function internalJson(value: object | undefined, type: string): Record<string, unknown> {
  const tree = (value ?? {}) as Record<string, unknown>
  return Object.fromEntries((types[type] ?? []).map((field) => [field.go, fieldJson(tree[field.json], field)]))
}

function fieldJson(value: unknown, field: InternalField): unknown {
  const absent = value === undefined || value === null
  if (absent && (field.pointer || field.list || field.map)) return null
  if (field.list) return (value as unknown[]).map((item) => element(item, field.type))
  if (field.map) {
    const entries = Object.entries(sortedByKey(value as object))
    return Object.fromEntries(entries.map(([key, item]) => [key, element(item, field.type)]))
  }
  return element(value, field.type)
}

function element(value: unknown, type: string): unknown {
  if (types[type]) return internalJson(value as object | undefined, type)
  if (type === 'json') return selectorJson(value)
  return value ?? zeros[type]
}

const zeros: Record<string, unknown> = { number: 0, bool: false, quantity: '0', time: null, intOrString: 0, string: '' }

/** Types of the API machinery keep their JSON names, in the order of their struct. */
function selectorJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? {}
  const { matchLabels = {}, matchExpressions = [], ...others } = value as LabelSelector
  return {
    ...(Object.keys(matchLabels).length > 0 ? { matchLabels: sortedByKey(matchLabels) } : {}),
    ...(matchExpressions.length > 0 ? { matchExpressions: matchExpressions.map(requirementJson) } : {}),
    ...others,
  }
}

function requirementJson({ key, operator, values }: LabelSelectorRequirement): object {
  return { key, operator, ...(values?.length ? { values } : {}) }
}

function sortedByKey(map: object): object {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
