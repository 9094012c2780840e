// Names of Events: the object's name and the instant in hexadecimal. k8s: client-go/tools/record/util GenerateEventName
import type { KubeObject } from '../api/object.ts'
import type { Clock } from '../clock.ts'

/** Names no two events alike: within a millisecond they count on in nanoseconds, as a real clock would. */
export function createEventNames(clock: Clock): (object: KubeObject) => string {
  let last = 0n
  return (object) => {
    const now = BigInt(Math.floor(clock.now())) * 1_000_000n
    last = now > last ? now : last + 1n
    return `${object.metadata.name}.${last.toString(16)}`
  }
}
