// What differs between a recording and a replay, fact by fact.
import { aligned } from './alignment.ts'
import { fits, isOptional, nearness, sameFact, sameItem } from './sameness.ts'
import type { Groups, Recording, Seen, SeenEvent } from './scenario.ts'
import { timeFits } from './time-class.ts'

export interface Comparison {
  facts: number
  /** Each in a line: what, recorded, got. */
  differences: string[]
}

export function compare(recording: Recording, seen: Seen): Comparison {
  const result: Comparison = { facts: 0, differences: [] }
  const put: Put = (same, text) => {
    result.facts++
    if (!same) result.differences.push(text())
  }
  put(sameFact(recording.answers, seen.answers), () => `answers${difference(recording.answers, seen.answers)}`)
  for (const [index, { name, objects }] of recording.states.entries()) {
    for (const [key, a, b] of pairsOf(objects, seen.states[index]?.objects ?? {}, sameFact))
      put(sameFact(a, b), () => `state «${name}» ${key} ${difference(a, b)}`)
  }
  for (const [key, a, b] of pairsOf(recording.events, seen.events, fits)) compareEvents(put, key, a ?? [], b ?? [])
  for (const [key, a, b] of pairsOf(recording.watch, seen.watch, fits))
    put(a !== undefined && b !== undefined && fits(a, b), () => `watch ${key}: ${both(a, b)}`)
  for (const timing of recording.times) {
    const own = seen.times.find(({ at }) => at === timing.at)
    const took = own && (own.is === 'never' ? own.is : `${own.s} s`)
    put(timeFits(timing, own), () => `time ${timing.at} (${timing.what}): ${both(timing.is, took)}`)
  }
  return result
}

type Put = (same: boolean, text: () => string) => void

/** Each event that is not optional counts, and each that was not recorded. */
function compareEvents(put: Put, key: string, recorded: SeenEvent[], own: SeenEvent[]): void {
  const pairs = aligned(recorded, own, sameItem)
  for (const [index, event] of recorded.entries()) {
    if (isOptional(event)) continue
    const found = pairs.some(([a]) => a === index)
    put(found, () => {
      const nearest = own.find(({ reason }, at) => reason === event.reason && !pairs.some(([, b]) => b === at))
      return `events ${key}: ${both(event, nearest)}`
    })
  }
  for (const [index, event] of own.entries()) {
    if (!pairs.some(([, b]) => b === index)) put(false, () => `events ${key}: ${both(undefined, event)}`)
  }
}

/** Under each name: each recorded one with one that fits, else with the nearest left. */
function pairsOf<T>(
  recorded: Groups<T>,
  own: Groups<T>,
  isSame: (a: T, b: T) => boolean,
): [key: string, recorded: T | undefined, own: T | undefined][] {
  return [...new Set([...Object.keys(recorded), ...Object.keys(own)])].flatMap((key) => {
    if (recorded[key] === '*') return []
    const left = expanded(own[key])
    const take = (place: number): T | undefined => left.splice(place, 1)[0]
    const pairs: [string, T | undefined, T | undefined][] = []
    const unmatched = expanded(recorded[key]).filter((one) => {
      const place = left.findIndex((other) => isSame(one, other))
      if (place >= 0) pairs.push([key, one, take(place)])
      return place < 0
    })
    for (const one of unmatched) {
      const nearest = left.reduce(
        (best, other, at) => (nearness(one, other) > nearness(one, left[best]!) ? at : best),
        0,
      )
      pairs.push([key, one, take(nearest)])
    }
    return [...pairs, ...left.map((other): [string, undefined, T] => [key, undefined, other])]
  })
}

function expanded<T>(group: Groups<T>[string] | undefined): T[] {
  if (group === undefined || group === '*') return []
  return group.flatMap(({ n, is }) => Array.from({ length: n }, () => is))
}

/** The first place where two trees differ. */
function difference(recorded: unknown, own: unknown, path = ''): string {
  if (isTree(recorded) && isTree(own)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(own)])) {
      if (!sameFact(recorded[key], own[key])) return difference(recorded[key], own[key], `${path}/${key}`)
    }
  }
  return `${path}: ${both(recorded, own)}`
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function both(recorded: unknown, own: unknown): string {
  return `real ${JSON.stringify(recorded) ?? 'nada'} · propio ${JSON.stringify(own) ?? 'nada'}`
}
