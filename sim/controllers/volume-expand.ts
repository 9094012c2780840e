// Tells claims that ask for more than they have who could give it: nobody in the cluster itself grows a volume. k8s: pkg/controller/volume/expand
import { keyOf, splitKey } from '../api/object.ts'
import { persistentVolumeClaims } from '../api/refs.ts'
import { compareQuantities } from '../api/quantity.ts'
import { requestedStorage } from '../api/volume-matching.ts'
import { watching, type CreateController } from './controller.ts'

export const createVolumeExpandController: CreateController = (context) => {
  const claims = context.informers.for(persistentVolumeClaims)
  const recorder = context.recorderFor('volume_expand')
  return {
    name: 'volume-expand',
    watches: [
      watching(persistentVolumeClaims, (claim) => [keyOf(claim)], {
        when: (claim, old) =>
          requestedStorage(claim) !== requestedStorage(old) ||
          claim.status?.capacity?.storage !== old.status?.capacity?.storage,
      }),
    ],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const claim = claims.get(namespace, name)
      const has = claim?.status?.capacity?.storage
      if (!claim || has === undefined || claim.status?.phase !== 'Bound') return
      if (compareQuantities(requestedStorage(claim), has) <= 0) return
      const message = 'waiting for an external controller to expand this PVC'
      recorder.event(claim, 'Normal', 'ExternalExpanding', message)
    },
  }
}
