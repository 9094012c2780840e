// The cluster's past: what changed and when, and the way back to any moment of it.
import { deepFreeze } from '../api/freeze.ts'
import type { KubeObject } from '../api/object.ts'
import { badRequest, expired } from '../api/status.ts'
import type { Event } from '../generated/types.ts'
import type { Change } from '../store/store.ts'
import { changedFields } from './changed-fields.ts'
import { instant } from './clock-control.ts'
import { isNoise } from './noise.ts'
import type { ControlRoom } from './room.ts'

/** One write, as `GET /timonel/v1/timeline` tells it. */
interface Moment {
  /** What the cluster was after it: `GET …?resourceVersion=R&resourceVersionMatch=Exact`. */
  revision: number
  /** RFC 3339 with milliseconds. */
  at: string
  type: Change<KubeObject>['type']
  kind: string
  namespace?: string
  name: string
  /** Of an update: dotted paths of what differs. */
  fields?: string[]
  /** Of an Event: what it tells. */
  event?: { type: string; reason: string; message: string; about: { kind: string; namespace?: string; name: string } }
}

interface Timeline {
  now: string
  /** The newest revision. */
  revision: number
  /** The oldest revision that is known. */
  oldest: number
  /** Oldest first. */
  moments: Moment[]
}

/** Newest ones of a long life. */
const momentsMax = 5000

/** @param after a revision: only what came after it. Throws ApiError 400, 410 when it is no longer known. */
export function timelineOf({ store, clock }: ControlRoom, after?: string): Timeline {
  const from = after === undefined ? store.compacted : revisionOf(after)
  if (from < store.compacted) throw tooOld()
  const moments = store
    .changesAfter(from)
    .filter((change) => !isNoise(change))
    .slice(-momentsMax)
    .map(momentOf)
  return { now: instant(clock.now()), revision: store.revision, oldest: store.compacted, moments }
}

/**
 * The cluster becomes what it was right after `order.revision`, its clock too; what has been since is undone by writes that
 * take new revisions, so that whoever watches sees them, and they can be undone themselves. What is in volumes stays.
 * Rejects with ApiError 400, 410 when the revision is no longer known.
 */
export async function undoTo(
  room: ControlRoom,
  order: Record<string, unknown>,
): Promise<{ now: string; revision: number }> {
  const { store, clock } = room
  const revision = revisionOf(order['revision'])
  if (revision > store.revision)
    throw badRequest(`revision: ${revision} has not been yet; the newest is ${store.revision}`)
  if (revision < store.compacted) throw tooOld()
  await room.rebuild(() => {
    const [first, ...later] = store.changesAfter(Math.max(revision - 1, store.compacted))
    const atMs = first?.revision === revision || later.length > 0 ? first?.at : undefined
    if (atMs !== undefined && 'moveTo' in clock) clock.moveTo(atMs)
    restore(room, revision)
  })
  return { now: instant(clock.now()), revision: store.revision }
}

function restore({ store }: ControlRoom, revision: number): void {
  const then = new Map(store.listAt('', revision).map(({ key, value }) => [key, value]))
  for (const { key, value } of store.list('')) {
    const before = then.get(key)
    then.delete(key)
    if (before === undefined) store.delete(key, (now) => stamped(value, now))
    else if (before !== value) store.update(key, (now) => stamped(before, now))
  }
  for (const [key, value] of then) store.create(key, (now) => stamped(value, now))
}

function stamped(object: KubeObject, revision: number): KubeObject {
  return deepFreeze({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } })
}

function momentOf({ type, value, previous, revision, at }: Change<KubeObject>): Moment {
  const { namespace, name = '' } = value.metadata
  return {
    revision,
    at: instant(at),
    type,
    kind: value.kind ?? '',
    ...(namespace ? { namespace } : {}),
    name,
    ...(type === 'update' ? { fields: changedFields(previous, value) } : {}),
    ...(value.kind === 'Event' ? { event: eventOf(value as Event) } : {}),
  }
}

function eventOf(event: Event): NonNullable<Moment['event']> {
  const { kind = '', namespace, name = '' } = event.involvedObject
  return {
    type: event.type ?? 'Normal',
    reason: event.reason ?? '',
    message: event.message ?? '',
    about: { kind, name, ...(namespace ? { namespace } : {}) },
  }
}

function revisionOf(value: unknown): number {
  const revision = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof revision === 'number' && Number.isInteger(revision) && revision > 0) return revision
  throw badRequest('revision: must be a whole number greater than 0')
}

function tooOld(): Error {
  return expired('that moment is no longer known')
}
