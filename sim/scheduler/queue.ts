// Pods that wait for a node: ready, backing off, or set aside until something changes that may help.
// k8s: pkg/scheduler/backend/queue/{scheduling_queue,backoff_queue,active_queue}.go
import type { Clock } from '../clock.ts'
import type { Pod } from '../generated/types.ts'
import type { ClusterChange } from './cluster-change.ts'
import type { Plugin } from './plugin.ts'
import { createReadyPods } from './ready-pods.ts'

export interface SchedulingQueue {
  /** Makes a pod ready, wherever it was. */
  add(key: string, pod: Pod): void
  /**
   * The ready pod of the highest priority, and of those the one that has waited longest. When none is ready, whoever
   * was to back off next comes instead: to wait is no use while there is nothing else to do.
   */
  pop(): string | undefined
  /** Sets a pod aside that these plugins refused. */
  setAside(key: string, pod: Pod, rejectedBy: readonly string[]): void
  /** Tries a pod again after its back-off, which an error makes longer and nothing shorter. */
  backOff(key: string, pod: Pod): void
  /** Lets those try again whom a change may help, those that tried a moment ago after their back-off. */
  changed(change: ClusterChange): void
  /** A pod asks for something else than it did: worth another try, after the back-off that it may be in. */
  update(key: string, pod: Pod): void
  remove(key: string): void
  stop(): void
}

const backOffMs = 1000
const backOffMaxMs = 10_000
/** Back-offs end in step. */
const windowMs = 1000
/** Set aside for longer than that, a pod is tried even if nothing changed. */
const asideMaxMs = 5 * 60_000

interface Tried {
  pod: Pod
  atMs: number
  rejectedBy: readonly string[]
  /** How often it was refused, and how often in a row it went wrong. */
  refusals: number
  errors: number
}

/** @param wake called when a pod may be popped */
export function createSchedulingQueue(clock: Clock, plugins: readonly Plugin[], wake: () => void): SchedulingQueue {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]))
  const ready = createReadyPods()
  /** Refused pods that a change may have helped, waiting for their back-off to end. */
  const backingOff = new Map<string, () => void>()
  const afterErrors = new Map<string, () => void>()
  const aside = new Map<string, () => void>()
  const places = [backingOff, afterErrors, aside]
  /** Of every pod that was tried and is still waiting. */
  const tried = new Map<string, Tried>()

  function leave(key: string): void {
    ready.remove(key)
    for (const place of places) {
      place.get(key)?.()
      place.delete(key)
    }
  }

  function add(key: string, pod: Pod): void {
    for (const place of places) {
      place.get(key)?.()
      place.delete(key)
    }
    ready.add(key, pod.spec?.priority ?? 0)
    wake()
  }

  function wait(place: Map<string, () => void>, key: string, pod: Pod, untilMs: number): void {
    leave(key)
    place.set(
      key,
      clock.after(untilMs - clock.now(), () => add(key, pod)),
    )
  }

  function note(key: string, pod: Pod, rejectedBy: readonly string[]): Tried {
    const before = tried.get(key)
    const now: Tried = {
      pod,
      atMs: clock.now(),
      rejectedBy,
      refusals: (before?.refusals ?? 0) + (rejectedBy.length > 0 ? 1 : 0),
      errors: rejectedBy.length > 0 ? 0 : (before?.errors ?? 0) + 1,
    }
    tried.set(key, now)
    return now
  }

  function tryAgain(key: string, one: Tried): void {
    const untilMs = backOffEnd(one)
    if (untilMs <= clock.now()) return add(key, one.pod)
    wait(backingOff, key, one.pod, untilMs)
    wake()
  }

  return {
    add,
    pop() {
      const first = ready.pop()
      if (first !== undefined) return first
      let next: string | undefined
      for (const key of backingOff.keys()) if (next === undefined || goesBefore(key, next)) next = key
      if (next !== undefined) leave(next)
      return next
    },
    setAside(key, pod, rejectedBy) {
      note(key, pod, rejectedBy)
      wait(aside, key, pod, clock.now() + asideMaxMs)
    },
    backOff(key, pod) {
      wait(afterErrors, key, pod, backOffEnd(note(key, pod, [])))
    },
    changed(change) {
      for (const key of aside.keys()) {
        const one = tried.get(key)!
        if (one.rejectedBy.some((plugin) => byName.get(plugin)?.helps?.(one.pod, change))) tryAgain(key, one)
      }
    },
    update(key, pod) {
      const one = tried.get(key)
      if (!one) return add(key, pod)
      one.pod = pod
      if (aside.has(key)) tryAgain(key, one)
      else if (!backingOff.has(key) && !afterErrors.has(key)) add(key, pod)
    },
    remove(key) {
      leave(key)
      tried.delete(key)
    },
    stop() {
      for (const place of places) {
        for (const cancel of place.values()) cancel()
        place.clear()
      }
      ready.clear()
    },
  }

  function goesBefore(key: string, other: string): boolean {
    const [one, two] = [tried.get(key)!, tried.get(other)!]
    const byEnd = backOffEnd(one) - backOffEnd(two)
    return (byEnd || (two.pod.spec?.priority ?? 0) - (one.pod.spec?.priority ?? 0) || one.atMs - two.atMs) < 0
  }
}

/** 1 s, doubled with every refusal or every error in a row, at most 10 s; up to the end of the step after it. */
function backOffEnd({ atMs, refusals, errors }: Tried): number {
  const count = errors > 0 ? errors : refusals
  const delayMs = Math.min(backOffMs * 2 ** (count - 1), backOffMaxMs)
  return Math.floor((atMs + delayMs) / windowMs) * windowMs + windowMs
}
