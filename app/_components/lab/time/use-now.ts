'use client'
// What time it is in the cluster, going on by itself between what is told of it.
import { useEffect, useState } from 'react'
import type { Live } from '../use-live.ts'

const tickMs = 250

/** Milliseconds since 1970; undefined where the cluster has no clock of its own. */
export function useNow(clock: Live['clock']): number | undefined {
  const [, tick] = useState(0)
  const going = clock !== undefined && !clock.state.paused
  useEffect(() => {
    if (!going) return
    const timer = setInterval(() => tick((count) => count + 1), tickMs)
    return () => clearInterval(timer)
  }, [going])
  if (!clock) return undefined
  return Date.parse(clock.state.now) + (going ? performance.now() - clock.told : 0)
}
