// Deletes Jobs some time after their end. k8s: pkg/controller/ttlafterfinished
import { keyOf, splitKey } from '../api/object.ts'
import { jobs } from '../api/refs.ts'
import type { Job } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'

export const createTtlAfterFinished: CreateController = ({ client, informers, clock }) => {
  const cache = informers.for(jobs)
  return {
    name: 'ttl-after-finished',
    watches: [watching(jobs, (job) => (endOf(job) === undefined ? [] : [keyOf(job)]))],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const job = cache.get(namespace, name)
      const end = job && endOf(job)
      if (end === undefined || job!.metadata.deletionTimestamp) return
      const waitMs = end - clock.now()
      if (waitMs > 0) return queue.addAfter(key, waitMs)
      const preconditions = { uid: job!.metadata.uid!, resourceVersion: job!.metadata.resourceVersion! }
      await client.delete(jobs, namespace, name, { propagationPolicy: 'Foreground', preconditions })
    },
  }
}

/** The instant at which a Job has to go, in ms; undefined for one that has not ended or stays. */
function endOf({ spec, status }: Job): number | undefined {
  const ttl = spec?.ttlSecondsAfterFinished
  const ended = status?.conditions?.find(
    ({ type, status: state }) => state === 'True' && (type === 'Complete' || type === 'Failed'),
  )
  if (ttl === undefined || !ended?.lastTransitionTime) return undefined
  return Date.parse(ended.lastTransitionTime) + ttl * 1000
}
