// Event, of the core group: the form in which both event APIs are stored. k8s: pkg/registry/core/event/strategy.go
import { validateEvent } from './event/validation.ts'
import { events } from '../api/refs.ts'
import type { Event } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

/** The strategy of events. */
export const eventStrategy = defineResource<Event>({
  ref: events,
  type: 'io.k8s.api.core.v1.Event',
  createOnUpdate: true,
  validate: validateEvent,
  selectableFields(event) {
    const involved = event.involvedObject
    return {
      'involvedObject.kind': involved.kind ?? '',
      'involvedObject.namespace': involved.namespace ?? '',
      'involvedObject.name': involved.name ?? '',
      'involvedObject.uid': involved.uid ?? '',
      'involvedObject.apiVersion': involved.apiVersion ?? '',
      'involvedObject.resourceVersion': involved.resourceVersion ?? '',
      'involvedObject.fieldPath': involved.fieldPath ?? '',
      reason: event.reason ?? '',
      reportingComponent: event.reportingComponent ?? '',
      source: event.source?.component || (event.reportingComponent ?? ''),
      type: event.type ?? '',
    }
  },
  row(event, { now }) {
    const first = ageCell(event.firstTimestamp || event.eventTime, now)
    const last = event.lastTimestamp ? ageCell(event.lastTimestamp, now) : first
    const involved = event.involvedObject
    const kind = (involved.kind ?? '').toLowerCase()
    return [
      event.series ? ageCell(event.series.lastObservedTime, now) : last,
      event.type ?? '',
      event.reason ?? '',
      involved.name ? `${kind}/${involved.name}` : kind,
      involved.fieldPath ?? '',
      sourceCell(event),
      (event.message ?? '').trim(),
      first,
      event.series ? (event.series.count ?? 0) : event.count || 1,
      event.metadata.name ?? '',
    ]
  },
})

function sourceCell({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || (reportingComponent ?? '')
  const instance = source?.host || (reportingInstance ?? '')
  return instance ? `${component}, ${instance}` : component
}
