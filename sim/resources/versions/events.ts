// Events of events.k8s.io/v1: the newer names for what the core group stores. k8s: pkg/apis/events/v1/conversion.go
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import type { Event, EventsEvent } from '../../generated/types.ts'
import { validateNewEvent } from '../event/new-event.ts'
import { eventStrategy } from '../events.ts'
import { defineVersion } from './version.ts'

type Event1 = KubeObject & Partial<Omit<EventsEvent, 'metadata'>>

const ref: ResourceRef<Event1> = {
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  namespaced: true,
}

/** Each field of this version with the core group's name for it. */
const renamed = {
  deprecatedCount: 'count',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedSource: 'source',
  note: 'message',
  regarding: 'involvedObject',
  reportingController: 'reportingComponent',
} as const

const about = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath']

export const eventV1Strategy = defineVersion<Event1, Event>(eventStrategy, {
  ref,
  type: 'io.k8s.api.events.v1.Event',
  toStored: (event) => withNames<Event>({ regarding: {}, ...event }, renamed),
  fromStored: (event) => ({
    ...withNames<Event1>(event, Object.fromEntries(Object.entries(renamed).map(([now, core]) => [core, now]))),
    apiVersion: 'events.k8s.io/v1',
  }),
  fields: {
    reason: 'reason',
    reportingController: 'reportingComponent',
    type: 'type',
    'metadata.name': 'metadata.name',
    'metadata.namespace': 'metadata.namespace',
    ...Object.fromEntries(about.map((field) => [`regarding.${field}`, `involvedObject.${field}`])),
  },
  validate: validateNewEvent,
})

function withNames<T>(event: object, names: Readonly<Record<string, string>>): T {
  return Object.fromEntries(Object.entries(event).map(([key, value]) => [names[key] ?? key, value])) as T
}
