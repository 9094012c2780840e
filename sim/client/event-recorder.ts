// Writes Events, counting repeats. k8s: client-go/tools/record
import { keyOf, type KubeObject } from '../api/object.ts'
import { events } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import { timestamp, type Clock } from '../clock.ts'
import type { Event, ObjectReference } from '../generated/types.ts'
import type { Client } from './client.ts'
import { createEventCorrelator } from './event-correlator.ts'
import { createEventNames } from './event-names.ts'

export interface EventRecorder {
  /** Records asynchronously and never rejects. `fieldPath` names a part of the object: `spec.containers{web}`. */
  event(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void
}

/** Who reports: `component` as `kubectl describe` shows it under From, `host` for what runs on a node. */
export interface EventSourceOptions {
  component: string
  host?: string
}

/**
 * A recorder of core/v1 events: equal ones become one with a count, many that differ only by message become a
 * "(combined from similar events)", and a source that floods an object is cut off. `onError` hears of refusals other
 * than the everyday ones (namespace going away, event already there).
 */
export function createEventRecorder(
  clock: Clock,
  client: Client,
  source: EventSourceOptions,
  onError: (error: unknown) => void,
): EventRecorder {
  const correlator = createEventCorrelator(clock)
  const nameOf = createEventNames(clock)
  let written = Promise.resolve()

  async function write(event: Event): Promise<void> {
    const correlated = correlator.correlate(event)
    if (!correlated) return
    const { count, firstTimestamp, name } = correlated
    if (count > 1) {
      const body = { count, lastTimestamp: event.lastTimestamp, message: correlated.message }
      const patched = await patchIfThere(client, event.metadata.namespace!, name, body)
      if (patched) return
    }
    const metadata = { ...event.metadata, name }
    await client.create(events, { ...event, metadata, count, firstTimestamp, message: correlated.message })
  }

  return {
    event(object, type, reason, message, fieldPath) {
      const involvedObject = referenceTo(object, fieldPath)
      const now = timestamp(clock.now())
      const event: Event = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: nameOf(object), namespace: object.metadata.namespace ?? 'default' },
        involvedObject,
        reason,
        message,
        source: source.host ? { component: source.component, host: source.host } : { component: source.component },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
        type,
        reportingComponent: source.component,
        reportingInstance: source.host ?? '',
      }
      written = written.then(() => write(event)).catch((error) => void (isEveryday(error) || onError(error)))
    },
  }
}

/** How an event names the object that it is about. */
export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { name, namespace, uid, resourceVersion } = object.metadata
  if (!object.kind) throw new Error(`an event about ${keyOf(object)} needs the object's kind`)
  return {
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name: name!,
    ...(uid ? { uid } : {}),
    apiVersion: object.apiVersion!,
    ...(resourceVersion ? { resourceVersion } : {}),
    ...(fieldPath ? { fieldPath } : {}),
  }
}

/** False when the event is no longer there (its hour is over), so that it has to be made again. */
export async function patchIfThere(client: Client, namespace: string, name: string, body: object): Promise<boolean> {
  try {
    await client.patch(events, namespace, name, { kind: 'strategic', body })
    return true
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return false
    throw error
  }
}

/** A namespace that goes away takes no events, and two recorders may name alike: no news. */
export function isEveryday(error: unknown): boolean {
  return error instanceof ApiError && [403, 404, 409].includes(error.code)
}
