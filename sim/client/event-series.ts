// The recorder of the scheduler: events of events.k8s.io, whose repeats become a series. k8s: client-go/tools/events
import type { KubeObject } from '../api/object.ts'
import { events } from '../api/refs.ts'
import { microTimestamp, type Clock } from '../clock.ts'
import type { Event } from '../generated/types.ts'
import type { Client } from './client.ts'
import { createEventNames } from './event-names.ts'
import { isEveryday, patchIfThere, referenceTo } from './event-recorder.ts'

export interface SeriesRecorder {
  /**
   * Records asynchronously and never rejects. `action` is what was being done: `Scheduling`, `Binding`; `related` is
   * the other object that it is about.
   */
  event(
    object: KubeObject,
    type: 'Normal' | 'Warning',
    reason: string,
    action: string,
    message: string,
    related?: KubeObject,
  ): void
}

/** A series of which nothing was heard for so long is over: its final count is written. */
const finishMs = 6 * 60_000

interface Remembered {
  event: Event
  seenMs: number
  count: number
}

/**
 * A recorder in the form of events.k8s.io, written as the core/v1 event that it is stored as: eventTime instead of
 * first and last timestamp; the second of a kind starts a series, later ones only count until the series ends.
 */
export function createSeriesRecorder(
  clock: Clock,
  client: Client,
  component: string,
  onError: (error: unknown) => void,
): SeriesRecorder {
  const cache = new Map<string, Remembered>()
  const nameOf = createEventNames(clock)
  const reportingInstance = `${component}-timonel`
  let written = Promise.resolve()

  function enqueue(write: () => Promise<unknown>): void {
    written = written
      .then(write)
      .then(() => undefined)
      .catch((error) => void (isEveryday(error) || onError(error)))
  }

  async function writeSeries({ event, count, seenMs }: Remembered): Promise<void> {
    const series = { count, lastObservedTime: microTimestamp(seenMs) }
    const there = await patchIfThere(client, event.metadata.namespace!, event.metadata.name!, { series })
    if (!there) await client.create(events, { ...event, series })
  }

  function finishOld(): void {
    const now = clock.now()
    for (const [key, remembered] of cache) {
      // In the order in which they were heard of last.
      if (now - remembered.seenMs <= finishMs) return
      cache.delete(key)
      if (remembered.count > 1) enqueue(() => writeSeries(remembered))
    }
  }

  return {
    event(object, type, reason, action, message, other) {
      finishOld()
      const involvedObject = referenceTo(object)
      const related = other && referenceTo(other)
      const key = JSON.stringify([type, action, reason, involvedObject, related])
      const now = clock.now()
      const known = cache.get(key)
      if (known) {
        known.count++
        known.seenMs = now
        cache.delete(key)
        cache.set(key, known)
        if (known.count === 2) enqueue(() => writeSeries({ ...known, count: 2 }))
        return
      }
      const event: Event = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: nameOf(object), namespace: object.metadata.namespace ?? 'default' },
        involvedObject,
        ...(related ? { related } : {}),
        reason,
        message,
        source: {},
        eventTime: microTimestamp(now),
        action,
        type,
        reportingComponent: component,
        reportingInstance,
      }
      cache.set(key, { event, seenMs: now, count: 1 })
      enqueue(() => client.create(events, event))
    },
  }
}
