// A scenario's events as the recording lists them: one list for each object they are about, in order of first appearance.
import type { Event } from '../../sim/generated/types.ts'
import { grouped } from './grouping.ts'
import type { Run } from './run.ts'
import type { Groups, SeenEvent } from './scenario.ts'
import { prune } from './views.ts'

export function eventsOf(run: Run): Groups<SeenEvent[]> {
  const lists = Map.groupBy(
    [...run.events.values()].filter((event) => !isNoise(event)),
    ({ involvedObject }) => involvedObject.uid ?? involvedObject.name,
  )
  return grouped(
    [...lists.values()].map((events) => {
      const { kind, name } = events[0]!.involvedObject
      return [run.masks.text(`${kind}/${name}`), inOrder(kind!, run.masks.deep(events.map(seenEvent)))]
    }),
  )
}

/** A probe of a container that is being killed, and what an address allocator notes at its leisure. */
function isNoise({ message, reason }: Event): boolean {
  return reason === 'ClusterIPNotAllocated' || /resulted in unknown state: rpc error/.test(message ?? '')
}

function seenEvent({ type, reason, source, reportingComponent, involvedObject, message, ...event }: Event): SeenEvent {
  const again = (event.count ?? 1) > 1 || (event.series?.count ?? 1) > 1
  return prune({
    type,
    reason,
    from: (source?.component || reportingComponent || '').replace(/_.*/, ''),
    field: involvedObject.fieldPath,
    message: message ?? '',
    repeated: (involvedObject.kind !== 'Node' && again) || undefined,
  }) as unknown as SeenEvent
}

/** Equal warnings are one, repeated; what is made for many pods at once stands together by text. */
function inOrder(kind: string, events: readonly SeenEvent[]): SeenEvent[] {
  const list: SeenEvent[] = []
  for (const event of events) {
    const isSame = (other: SeenEvent): boolean =>
      other.reason === event.reason && other.message === event.message && other.field === event.field
    const first = list.find(isSame)
    if (first && event.type === 'Warning') first.repeated = true
    else if (first && (kind === 'ReplicaSet' || kind === 'Job')) list.splice(list.findLastIndex(isSame) + 1, 0, event)
    else list.push(event)
  }
  return kind === 'Job' ? byReason(list) : list
}

function byReason(list: readonly SeenEvent[]): SeenEvent[] {
  const place = ({ reason }: SeenEvent): number => list.findIndex((other) => other.reason === reason)
  return list.toSorted((a, b) => place(a) - place(b) || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0))
}
