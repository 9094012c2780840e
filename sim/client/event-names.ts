// Names of Events: the object's name and the instant in hexadecimal. k8s: client-go/tools/record/util GenerateEventName
import type { KubeObject } from '../api/object.ts'
import type { Clock } from '../clock.ts'

/** The last instant that named an event, for each clock: two recorders of a cluster must not name theirs alike. */
const lastNanoseconds = new WeakMap<Clock, bigint>()

/** Names no two events of a clock alike: within a millisecond they count on in nanoseconds, as a real clock would. */
export function createEventNames(clock: Clock): (object: KubeObject) => string {
  return (object) => {
    const now = BigInt(Math.floor(clock.now())) * 1_000_000n
    const last = lastNanoseconds.get(clock) ?? 0n
    const named = now > last ? now : last + 1n
    lastNanoseconds.set(clock, named)
    return `${object.metadata.name}.${named.toString(16)}`
  }
}
