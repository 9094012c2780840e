// Decides whether an event is new, a repeat, one of many alike, or spam. k8s: client-go/tools/record/events_cache.go
import type { Clock } from '../clock.ts'
import type { Event } from '../generated/types.ts'

/** What was last written under a key. */
interface Observation {
  count: number
  firstTimestamp: string
  name: string
}

interface Correlated extends Observation {
  message: string
}

export interface EventCorrelator {
  /** What to write for an event: a patch of `name` when `count` is above 1; undefined when it is to be dropped. */
  correlate(event: Event): Correlated | undefined
}

const cacheEntriesMax = 4096
/** That many different messages for one reason within the interval, and they are combined. */
const aggregateMessagesMax = 10
const aggregateIntervalMs = 600_000
/** A source may send that many events about an object at once, then one every five minutes. */
const spamBurst = 25
const spamRefillMs = 300_000

/** A correlator with the limits of the real one. */
export function createEventCorrelator(clock: Clock): EventCorrelator {
  const aggregates = new Map<string, { messages: Set<string>; lastMs: number }>()
  const observations = new Map<string, Observation>()
  const buckets = new Map<string, { tokens: number; atMs: number }>()

  /** The key under which to count, and the message to show. */
  function aggregate(event: Event): { key: string; message: string } {
    const group = aggregateKey(event)
    const now = clock.now()
    let record = aggregates.get(group)
    if (!record || now - record.lastMs > aggregateIntervalMs) record = { messages: new Set(), lastMs: now }
    record.messages.add(event.message!)
    record.lastMs = now
    remember(aggregates, group, record)
    if (record.messages.size < aggregateMessagesMax) return { key: eventKey(event), message: event.message! }
    const [first] = record.messages
    record.messages.delete(first!)
    return { key: group, message: `(combined from similar events): ${event.message}` }
  }

  function accepts(event: Event): boolean {
    const key = spamKey(event)
    const now = clock.now()
    const bucket = buckets.get(key) ?? { tokens: spamBurst, atMs: now }
    const tokens = Math.min(spamBurst, bucket.tokens + (now - bucket.atMs) / spamRefillMs)
    const accepted = tokens >= 1
    remember(buckets, key, { tokens: accepted ? tokens - 1 : tokens, atMs: now })
    return accepted
  }

  return {
    correlate(event) {
      const { key, message } = aggregate(event)
      const last = observations.get(key)
      const observation: Observation = last
        ? { ...last, count: last.count + 1 }
        : { count: 1, firstTimestamp: event.firstTimestamp!, name: event.metadata.name! }
      remember(observations, key, observation)
      return accepts(event) ? { message, ...observation } : undefined
    },
  }
}

/** Least recently written goes first. */
function remember<V>(cache: Map<string, V>, key: string, value: V): void {
  cache.delete(key)
  cache.set(key, value)
  if (cache.size <= cacheEntriesMax) return
  const [oldest] = cache.keys()
  cache.delete(oldest!)
}

function eventKey(event: Event): string {
  return JSON.stringify([spamKey(event), event.involvedObject.fieldPath, event.reason, event.message])
}

function aggregateKey(event: Event): string {
  return JSON.stringify([spamKey(event), event.reason])
}

function spamKey(event: Event): string {
  const { kind, namespace, name, uid, apiVersion } = event.involvedObject
  return JSON.stringify([event.source, kind, namespace, name, uid, apiVersion, event.type])
}
