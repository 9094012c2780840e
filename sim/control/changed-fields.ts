// Which fields two states of an object differ in.
import type { KubeObject } from '../api/object.ts'

/** Said by every write, and by no reader. */
const bookkeeping = new Set(['metadata.managedFields', 'metadata.resourceVersion', 'metadata.generation'])
const fieldsMax = 12

/** Dotted paths, lists by position: `status.containerStatuses.0.ready`. At most a dozen. */
export function changedFields(before: KubeObject | undefined, after: KubeObject): string[] {
  const found: string[] = []
  compare(before, after, '', found)
  return found
}

function compare(before: unknown, after: unknown, path: string, found: string[]): void {
  if (before === after || bookkeeping.has(path) || found.length >= fieldsMax) return
  // A map that was not there yet is told by what is in it.
  if (before === undefined && isBranch(after) && !Array.isArray(after)) return compare({}, after, path, found)
  if (!isBranch(before) || !isBranch(after)) return void found.push(path)
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    compare(before[name], after[name], path === '' ? name : `${path}.${name}`, found)
  }
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
