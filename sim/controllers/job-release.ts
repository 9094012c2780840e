// Lets pods go that no Job counts any more: theirs is gone or over. k8s: pkg/controller/job/job_controller.go syncOrphanPod
import { keyOf, splitKey } from '../api/object.ts'
import { jobs, pods } from '../api/refs.ts'
import type { Job, Pod } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { isTracked } from './job/job-pod.ts'
import { releasePod } from './job/manage.ts'
import { isFinished } from './job/round.ts'
import { controllerOf } from './workload/owner.ts'
import { indexPodsByController, podsOfUid } from './workload/pods.ts'

export const createJobRelease: CreateController = (context) => {
  const podCache = context.informers.for(pods)
  const cache = context.informers.for(jobs)
  indexPodsByController(podCache)
  const podsOf = (job: Job): string[] => podsOfUid(podCache, job.metadata.uid!).filter(isTracked).map(keyOf)
  return {
    name: 'job-release',
    watches: [
      watching(pods, (pod) => (isTracked(pod) && isUncounted(pod) ? [keyOf(pod)] : [])),
      watching(jobs, (job) => (isFinished(job) ? podsOf(job) : []), { gone: podsOf }),
    ],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const pod = podCache.get(namespace, name)
      if (pod && isTracked(pod) && isUncounted(pod)) await releasePod(context.client, pod)
    },
  }

  function isUncounted(pod: Pod): boolean {
    const controller = controllerOf(pod)
    if (controller && controller.kind !== 'Job') return false
    const job = controller && cache.get(pod.metadata.namespace!, controller.name)
    return !job || job.metadata.uid !== controller.uid || isFinished(job)
  }
}
