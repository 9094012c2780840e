// A field of an object has a value, as the server keeps it.
import { isDeepStrictEqual } from 'node:util'
import type { ApiObject } from '../../diagnose/objects.ts'
import { quantityOf } from '../../diagnose/quantity.ts'
import { missing, objectId, type ObjectName } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'

/** `quantity` compares amounts: `20480Mi` is `20Gi`. */
export type FieldExpectation = ObjectName & { field: string } & ({ value: unknown } | { quantity: string })

/** @param expectation `field` with dots, list places as numbers: `spec.rules.0.host`. */
export function fieldIs(expectation: FieldExpectation): (cluster: ClusterReader) => Promise<Finding[]> {
  const { apiVersion, kind, name, namespace, field } = expectation
  return async (cluster) => {
    const found = await cluster.get<ApiObject>(apiVersion, kind, name, namespace ?? 'default')
    if (!found) return [missing(expectation)]
    const observed = field
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], found)
    const expected = 'quantity' in expectation ? expectation.quantity : expectation.value
    return [
      {
        object: objectId(expectation),
        field,
        expected: shown(expected),
        observed: shown(observed),
        holds:
          'quantity' in expectation
            ? quantityOf(String(observed)) === quantityOf(expectation.quantity)
            : isDeepStrictEqual(observed, expected),
      },
    ]
  }
}

function shown(value: unknown): string {
  if (value === undefined) return '(vacío)'
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(shown).join(', ') : JSON.stringify(value)
}
