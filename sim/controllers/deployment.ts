// Rolls a Deployment's template out over ReplicaSets. k8s: pkg/controller/deployment
import { keyOf, splitKey, type KubeObject } from '../api/object.ts'
import { deployments, pods, replicaSets } from '../api/refs.ts'
import { selectorFromObject } from '../api/selector.ts'
import type { Context } from '../client/context.ts'
import type { Deployment, Pod, ReplicaSet } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { byAge } from './deployment/arithmetic.ts'
import { createRollout } from './deployment/rollout.ts'
import { nextProgressCheckMs } from './deployment/status.ts'
import { claim } from './workload/claim.ts'
import { controllerOf } from './workload/owner.ts'
import { isPodFinished } from './workload/pod-state.ts'
import { indexPodsByController, podsOfUid } from './workload/pods.ts'

export const createDeploymentController: CreateController = (context) => {
  const { client, informers, clock } = context
  const cache = informers.for(deployments)
  const sets = informers.for(replicaSets)
  const podCache = informers.for(pods)
  indexPodsByController(podCache)
  const recorder = context.recorderFor('deployment-controller')

  return {
    name: 'deployment',
    watches: [
      watching(deployments, (deployment) => [keyOf(deployment)]),
      watching(replicaSets, (set) => deploymentsOf(context, set)),
      // Only a Recreate waits for pods, and only for the last of them to be gone.
      watching(pods, (pod) => recreatedBy(context, pod)),
    ],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const found = cache.get(namespace, name)
      if (!found) return
      if (Object.keys(found.spec?.selector ?? {}).length === 0) {
        const message = 'This deployment is selecting all pods. A non-empty selector is required.'
        recorder.event(found, 'Warning', 'SelectingAll', message)
        return
      }
      const selector = selectorFromObject(found.spec?.selector)
      const own = await claim(client, { ref: deployments, owner: found, selector }, replicaSets, sets.list(namespace))
      const rollout = createRollout(context, recorder, found, own.toSorted(byAge))
      const podsOf = (set: ReplicaSet): Pod[] => podsOfUid(podCache, set.metadata.uid!)
      const deployment = await rollout.run((set) => podsOf(set).some((pod) => !isPodFinished(pod)))
      const waitMs = nextProgressCheckMs(deployment, deployment.status ?? {}, clock.now())
      if (waitMs !== undefined) queue.addAfter(key, waitMs)
    },
  }
}

function ownerKey(object: KubeObject, kind: string): string | undefined {
  const controller = controllerOf(object)
  return controller?.kind === kind ? `${object.metadata.namespace}/${controller.name}` : undefined
}

/** Its own Deployment, or all that might adopt it. */
function deploymentsOf(context: Context, set: ReplicaSet): string[] {
  const owner = ownerKey(set, 'Deployment')
  if (owner) return [owner]
  if (controllerOf(set) || !set.metadata.labels) return []
  const all = context.informers.for(deployments).list(set.metadata.namespace)
  return all.filter(({ spec }) => selectorFromObject(spec?.selector).matches(set.metadata.labels)).map(keyOf)
}

function recreatedBy(context: Context, pod: Pod): string[] {
  const setKey = ownerKey(pod, 'ReplicaSet')
  if (!setKey) return []
  const { namespace, name } = splitKey(setKey)
  const set = context.informers.for(replicaSets).get(namespace, name)
  const key = set && ownerKey(set, 'Deployment')
  if (!key) return []
  const deployment: Deployment | undefined = context.informers.for(deployments).get(namespace, splitKey(key).name)
  return deployment?.spec?.strategy?.type === 'Recreate' ? [key] : []
}
