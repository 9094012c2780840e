// Lets events go an hour after they were last written. k8s: --event-ttl (there a lease of etcd)
import { keyOf, splitKey } from '../api/object.ts'
import { events } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Event } from '../generated/types.ts'
import { limits } from '../limits.ts'
import type { CreateController } from './controller.ts'

/** How late an event may go. */
const resyncMs = 60_000

export const createEventExpiry: CreateController = ({ client, clock, informers }) => {
  const cache = informers.for(events)
  const isOld = (event: Event): boolean => clock.now() - writtenMs(event) > limits.eventTtlMs
  return {
    name: 'event-expiry',
    watches: [],
    resyncMs,
    resyncKeys: () => cache.list().filter(isOld).map(keyOf),
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

function writtenMs({ metadata, lastTimestamp, series, eventTime }: Event): number {
  return Date.parse(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '')
}
