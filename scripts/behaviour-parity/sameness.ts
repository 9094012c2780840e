// When two facts are the same: `*` fits anything, and what is optional may be missing.
import { aligned } from './alignment.ts'
import type { SeenEvent } from './scenario.ts'

type Item = string | SeenEvent

/** Is what was seen what was recorded? */
export function sameFact(recorded: unknown, own: unknown): boolean {
  if (recorded === '*') return true
  if (Array.isArray(recorded))
    return Array.isArray(own) && recorded.length === own.length && recorded.every((one, at) => sameFact(one, own[at]))
  if (typeof recorded !== 'object' || recorded === null) return recorded === own
  if (typeof own !== 'object' || own === null || Array.isArray(own)) return false
  const [a, b] = [recorded as Record<string, unknown>, own as Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameFact(a[key], b[key]))
}

/** A row or an event, whether or not it may be missing. */
export function sameItem(recorded: Item, own: Item): boolean {
  return sameFact(bare(recorded), bare(own))
}

/** Do rows or events, in their order, fit what was recorded? */
export function fits(recorded: readonly Item[], own: readonly Item[]): boolean {
  const pairs = aligned(recorded, own, sameItem)
  return pairs.length === own.length && recorded.every((one, at) => isOptional(one) || pairs.some(([a]) => a === at))
}

/** How alike two things are, to show a difference beside what comes nearest; more is nearer. */
export function nearness(recorded: unknown, own: unknown): number {
  if (Array.isArray(recorded) && Array.isArray(own))
    return aligned(recorded as Item[], own as Item[], sameWords).length - Math.abs(recorded.length - own.length) / 9
  const [a, b] = [(recorded ?? {}) as Record<string, unknown>, (own ?? {}) as Record<string, unknown>]
  return Object.keys(a).filter((key) => sameFact(a[key], b[key])).length
}

export function isOptional(item: Item): boolean {
  return typeof item === 'string' ? item.startsWith('?') : item.optional === true
}

function bare(item: Item): unknown {
  if (typeof item === 'string') return item.replace(/^\?/, '')
  const event = { ...item }
  delete event.optional
  return event
}

function sameWords(a: Item, b: Item): boolean {
  if (typeof a === 'string' || typeof b === 'string') return bare(a) === bare(b)
  return a.reason === b.reason && a.message === b.message && a.field === b.field
}
