// Label and field selectors of a request, as one test of an object.
import { decodeValue } from '../api/decode/decode.ts'
import { exactFieldValue, matchesFields, parseFieldSelector } from '../api/field-selector.ts'
import type { KubeObject } from '../api/object.ts'
import { parseSelector, SelectorError } from '../api/selector.ts'
import { badRequest } from '../api/status.ts'
import type { ResourceStrategy } from '../resources/resource.ts'
import type { ListOptions } from './api.ts'

export interface Selection {
  matches(object: KubeObject): boolean
  /** The one name that the field selector lets through, when it names one. */
  readonly name?: string
}

/** Throws 400 for a selector that cannot be read, or a field that the resource does not select by. */
export function selectionOf(
  strategy: ResourceStrategy,
  { labelSelector = '', fieldSelector = '' }: Pick<ListOptions, 'labelSelector' | 'fieldSelector'>,
): Selection {
  const labels = labelSelector === '' ? undefined : parsed(() => parseSelector(labelSelector))
  const terms = fieldSelector === '' ? [] : parsed(() => parseFieldSelector(fieldSelector))
  const known = new Set([
    'metadata.name',
    'metadata.namespace',
    ...Object.keys(fieldsOf(strategy, zeroObject(strategy))),
  ])
  const unknown = terms.find(({ field }) => !known.has(field))
  if (unknown) throw badRequest(unknownField(strategy, unknown.field))
  const name = exactFieldValue(terms, 'metadata.name')
  return {
    ...(name === undefined ? {} : { name }),
    matches: (object) =>
      (labels === undefined || labels.matches(object.metadata.labels ?? {})) &&
      (terms.length === 0 || matchesFields(terms, fieldsOf(strategy, object))),
  }
}

/** What an object without a field set looks like: the names of its selectable fields do not depend on its values. */
function zeroObject({ ref, type }: ResourceStrategy): KubeObject {
  return decodeValue({ metadata: {} }, { ...ref, type }).object
}

/** Resources with fields of their own say it shorter. k8s: runtime.DefaultMetaV1FieldSelectorConversion, core/v1/conversion.go */
function unknownField(strategy: ResourceStrategy, field: string): string {
  if ('selectableFields' in strategy) return `field label not supported: ${field}`
  return `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
}

function fieldsOf(strategy: ResourceStrategy, object: KubeObject): Record<string, string> {
  const { name = '', namespace = '' } = object.metadata
  return { ...strategy.selectableFields?.(object), 'metadata.name': name, 'metadata.namespace': namespace }
}

function parsed<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof SelectorError || error instanceof Error) throw badRequest(error.message)
    throw error
  }
}
