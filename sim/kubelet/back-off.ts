// Delays that double with every failure. k8s: staging/src/k8s.io/client-go/util/flowcontrol/backoff.go
import type { Clock } from '../clock.ts'

export interface BackOff {
  /** Milliseconds still to wait when the last failure was at `sinceMs`; 0 when it may be tried. */
  remaining(key: string, sinceMs: number): number
  /** The present delay in milliseconds; 0 before any failure. */
  delay(key: string): number
  /** Notes one more failure, at `eventMs`. A key that was quiet for twice the longest delay starts over. */
  next(key: string, eventMs: number): void
  /** Forgets keys that start with `prefix`. */
  forget(prefix: string): void
}

/** Of a container that ends again and again. k8s: pkg/kubelet/kubelet.go backOffPeriod, MaxCrashLoopBackOff */
export const restartBackOff = { initialMs: 10_000, maxMs: 300_000 }

export function createBackOff(clock: Clock, { initialMs, maxMs }: { initialMs: number; maxMs: number }): BackOff {
  const entries = new Map<string, { delayMs: number; updatedMs: number }>()
  const expired = (eventMs: number, updatedMs: number): boolean => eventMs - updatedMs > maxMs * 2
  return {
    remaining(key, sinceMs) {
      const entry = entries.get(key)
      if (!entry || expired(sinceMs, entry.updatedMs)) return 0
      return Math.max(entry.delayMs - (clock.now() - sinceMs), 0)
    },
    delay: (key) => entries.get(key)?.delayMs ?? 0,
    next(key, eventMs) {
      const entry = entries.get(key)
      const fresh = !entry || expired(eventMs, entry.updatedMs)
      entries.set(key, { delayMs: fresh ? initialMs : Math.min(entry.delayMs * 2, maxMs), updatedMs: clock.now() })
    },
    forget(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key)
    },
  }
}
