// Lets events go an hour after they were last written. k8s: --event-ttl (there a lease of etcd)
import { keyOf, splitKey } from '../api/object.ts'
import { events } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Event } from '../generated/types.ts'
import { limits } from '../limits.ts'
import type { CreateController, Watch } from './controller.ts'

/** How late an event may go: they are looked at in rounds. */
const roundMs = 60_000

export const createEventExpiry: CreateController = ({ client, clock, informers }) => {
  const cache = informers.for(events)
  const isOld = (event: Event): boolean => clock.now() - writtenMs(event) > limits.eventTtlMs
  return {
    name: 'event-expiry',
    watches: [expiring(isOld)],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const event = cache.get(namespace, name)
      if (!event || !isOld(event)) return
      try {
        await client.delete(events, namespace, name)
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 404)) throw error
      }
    },
  }
}

/** The keys of those that are old, in the first round in which there may be one. */
function expiring(isOld: (event: Event) => boolean): Watch {
  return {
    attach({ clock, informers }, add) {
      const beganMs = clock.now()
      const cache = informers.for(events)
      let next: { atMs: number; cancel: () => void } | undefined
      /** In the round after `event` has become old, unless an earlier one is waited for. */
      const expect = (event: Event): void => {
        const oldMs = Math.max(writtenMs(event) + limits.eventTtlMs, clock.now())
        const atMs = beganMs + (Math.floor((oldMs - beganMs) / roundMs) + 1) * roundMs
        if (next && next.atMs <= atMs) return
        next?.cancel()
        next = { atMs, cancel: clock.after(atMs - clock.now(), look) }
      }
      const look = (): void => {
        next = undefined
        const { old = [], young = [] } = Object.groupBy(cache.list(), (event) => (isOld(event) ? 'old' : 'young'))
        add(old.map(keyOf))
        young.forEach(expect)
      }
      const detach = cache.on({ added: expect })
      return () => {
        detach()
        next?.cancel()
      }
    },
  }
}

function writtenMs({ metadata, lastTimestamp, series, eventTime }: Event): number {
  return Date.parse(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '')
}
