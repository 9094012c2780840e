// Plain values as Go prints them with %v, which is how the server shows parts of a patch.
import { isObject } from './merge.ts'

/** `map[a:1 b:[x y]]`, `<nil>`, `true`. Keys in order. */
export function goPrint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`
  if (!isObject(value)) return String(value as string | number | boolean)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `map[${entries.map(([key, child]) => `${key}:${goPrint(child)}`).join(' ')}]`
}
