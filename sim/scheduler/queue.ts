// Pods that wait for a node: ready, backing off after an error, or set aside until something changes.
// k8s: pkg/scheduler/backend/queue/scheduling_queue.go
import type { Clock } from '../clock.ts'
import type { ClusterChange, Plugin } from './plugin.ts'

export interface SchedulingQueue {
  /** Makes a pod ready, wherever it was. */
  add(key: string, priority: number): void
  /** The ready pod of the highest priority, and of those the one that has waited longest. */
  pop(): string | undefined
  /** Sets a pod aside that these plugins refused; without plugins every change is worth a try. */
  setAside(key: string, priority: number, rejectedBy: readonly string[]): void
  /** Tries a pod again after its back-off: 1 s, doubled with every error in a row, at most 10 s. */
  backOff(key: string, priority: number): void
  /** Makes ready what a change may help. `concerns` leaves pods out. */
  changed(change: ClusterChange, concerns?: (key: string) => boolean): void
  remove(key: string): void
  stop(): void
}

const backOffMs = 1000
const backOffMaxMs = 10_000
/** Set aside for longer than that, a pod is tried even if nothing changed. */
const asideMaxMs = 5 * 60_000

interface Waiting {
  priority: number
  rejectedBy: readonly string[]
  /** Only a set-aside pod can be woken by a change. */
  aside: boolean
  cancel: () => void
}

/** @param wake called when a pod has become ready */
export function createSchedulingQueue(clock: Clock, plugins: readonly Plugin[], wake: () => void): SchedulingQueue {
  const ready = new Map<string, number>()
  const waiting = new Map<string, Waiting>()
  const errors = new Map<string, number>()
  const wakes = new Map(plugins.map((plugin) => [plugin.name, new Set(plugin.wakes)]))

  function add(key: string, priority: number): void {
    waiting.get(key)?.cancel()
    waiting.delete(key)
    if (!ready.has(key)) ready.set(key, priority)
    wake()
  }

  function wait(key: string, priority: number, delayMs: number, rejectedBy: readonly string[], aside: boolean): void {
    waiting.get(key)?.cancel()
    ready.delete(key)
    waiting.set(key, { priority, rejectedBy, aside, cancel: clock.after(delayMs, () => add(key, priority)) })
  }

  return {
    add,
    pop() {
      let best: string | undefined
      for (const [key, priority] of ready) if (best === undefined || priority > ready.get(best)!) best = key
      if (best !== undefined) ready.delete(best)
      return best
    },
    setAside(key, priority, rejectedBy) {
      errors.delete(key)
      wait(key, priority, asideMaxMs, rejectedBy, true)
    },
    backOff(key, priority) {
      const count = errors.get(key) ?? 0
      errors.set(key, count + 1)
      wait(key, priority, Math.min(backOffMs * 2 ** count, backOffMaxMs), [], false)
    },
    changed(change, concerns = () => true) {
      for (const [key, { priority, rejectedBy, aside }] of waiting) {
        const helps = rejectedBy.length === 0 || rejectedBy.some((plugin) => wakes.get(plugin)?.has(change))
        if (aside && helps && concerns(key)) add(key, priority)
      }
    },
    remove(key) {
      ready.delete(key)
      errors.delete(key)
      waiting.get(key)?.cancel()
      waiting.delete(key)
    },
    stop() {
      for (const { cancel } of waiting.values()) cancel()
      waiting.clear()
      ready.clear()
    },
  }
}
