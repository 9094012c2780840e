// Events of one object, newest first.
import type { ApiObject, KubeEvent } from './objects.ts'

/** Those whose involved object is this one (by uid where both say it), newest first. */
export function eventsOf(object: ApiObject, events: KubeEvent[]): KubeEvent[] {
  const { uid, name, namespace } = object.metadata
  return events
    .filter(({ involvedObject: about }) =>
      uid !== undefined && about.uid !== undefined
        ? about.uid === uid
        : about.name === name && (about.namespace ?? '') === (namespace ?? '') && about.kind === object.kind,
    )
    .toSorted((a, b) => lastSeen(b) - lastSeen(a))
}

function lastSeen(event: KubeEvent): number {
  const seen = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp
  return seen ? Date.parse(seen) : 0
}
