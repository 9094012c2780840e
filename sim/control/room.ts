// What steering a cluster works with.
import type { KubeObject } from '../api/object.ts'
import type { Clock, SteeredClock } from '../clock.ts'
import type { Decision } from '../scheduler/decision.ts'
import type { Api } from '../server/api.ts'
import type { Registry } from '../server/request-target.ts'
import type { Store } from '../store/store.ts'
import type { Demand } from './demand.ts'

export interface ControlRoom {
  store: Store<KubeObject>
  /** Only one that can be steered is. */
  clock: Clock | SteeredClock
  /** Whether the clock goes for who waits. */
  demand: Demand
  registry: Registry
  api: Api
  /** The scheduler's last decision about a pod, by its uid. */
  decisionOf(uid: string): Decision | undefined
  /** What of the cluster answers on the learner's machine, and where. */
  ports(): readonly object[]
  power: {
    nodes(): { name: string; on: boolean }[]
    /** False where there is no such machine. */
    switch(node: string, on: boolean): Promise<boolean>
  }
  /** Stops all that acts, makes the change to the store, and starts all that acts anew on what is there then. */
  rebuild(change: () => void): Promise<void>
}
