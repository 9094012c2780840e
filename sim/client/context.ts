// What every loop of the cluster (controllers, scheduler, node agents) is given to work with.
import type { Clock } from '../clock.ts'
import type { Client } from './client.ts'
import type { EventRecorder, EventSourceOptions } from './event-recorder.ts'
import type { SeriesRecorder } from './event-series.ts'
import type { InformerFactory } from './informer.ts'
import type { Machines } from './machines.ts'

export interface Context {
  readonly clock: Clock
  readonly client: Client
  readonly informers: InformerFactory
  /** Events of core/v1 from one component: `recorderFor('kubelet', 'node-1')`. */
  recorderFor(component: EventSourceOptions['component'], host?: string): EventRecorder
  /** Events in the form of events.k8s.io: the scheduler's. */
  seriesRecorderFor(component: string): SeriesRecorder
  /** A number in [0, 1): the cluster's seeded source of chance. */
  random(): number
  /** The cloud that the cluster stands in; undefined: there is none. */
  readonly machines?: Machines
  /** Told of what went wrong in a loop, which goes on. `loop` names it: `deployment`, `scheduler`. */
  onError(loop: string, error: unknown): void
}
