// Makes, mends and deletes the pods of a StatefulSet and their claims, with the events that say so.
// k8s: pkg/controller/statefulset/stateful_pod_control.go
import { persistentVolumeClaims, pods } from '../../api/refs.ts'
import { ApiError } from '../../api/status.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import type { Lister } from '../../client/informer.ts'
import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../generated/types.ts'
import { NotYetError } from '../controller.ts'
import { messageOf } from '../workload/pods.ts'
import { claimsOf, identityMatches, ordinalOf, storageMatches, withIdentity, withStorage } from './identity.ts'
import { blocksPod, hasOtherController, ownersMatch, withOwners } from './retention.ts'

type Verb = 'Create' | 'Update' | 'Delete'

export interface PodControl {
  /** Its claims first. Rejects with what the server refused. */
  create(pod: Pod): Promise<void>
  /** Makes the claims that a pending pod lacks. */
  createClaims(pod: Pod): Promise<void>
  /** Gives it back its labels, its volumes and the owners of its claims. */
  mend(pod: Pod): Promise<void>
  delete(pod: Pod): Promise<void>
  /** Does one of its claims still belong to an earlier pod of the name? */
  isBlocked(pod: Pod): boolean
  claimsMatchPolicy(pod: Pod): boolean
  /** Sets the owners of its claims as the retention policy asks. */
  settleClaims(pod: Pod): Promise<void>
}

/** For one set. */
export function createPodControl(
  client: Client,
  recorder: EventRecorder,
  claims: Lister<PersistentVolumeClaim>,
  set: StatefulSet,
): PodControl {
  const setName = set.metadata.name!

  function record(verb: Verb, podName: string, error?: unknown): void {
    const text = `${verb} Pod ${podName} in StatefulSet ${setName}`
    if (error === undefined) recorder.event(set, 'Normal', `Successful${verb}`, `${text} successful`)
    else recorder.event(set, 'Warning', `Failed${verb}`, `${text} failed error: ${messageOf(error)}`)
  }

  /** Runs `work`; when it rejects, an event says so. */
  async function telling(verb: Verb, pod: Pod, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      record(verb, pod.metadata.name!, error)
      throw error
    }
  }

  function present(pod: Pod): PersistentVolumeClaim[] {
    return claimsOf(set, ordinalOf(pod)).flatMap(
      ({ claim }) => claims.get(set.metadata.namespace!, claim.metadata.name!) ?? [],
    )
  }

  async function createClaims(pod: Pod): Promise<void> {
    const errors: string[] = []
    for (const { claim } of claimsOf(set, ordinalOf(pod))) {
      const name = claim.metadata.name!
      const found = claims.get(set.metadata.namespace!, name)
      if (found?.metadata.deletionTimestamp) errors.push(`pvc ${name} is being deleted`)
      if (!found) errors.push(...(await createClaim(pod, claim)))
    }
    if (errors.length > 0) throw new NotYetError(aggregate(errors))
  }

  async function createClaim(pod: Pod, claim: PersistentVolumeClaim): Promise<string[]> {
    const { name } = claim.metadata
    const text = `Create Claim ${name} Pod ${pod.metadata.name} in StatefulSet ${setName} success`
    try {
      await client.create(persistentVolumeClaims, claim)
      recorder.event(set, 'Normal', 'SuccessfulCreate', text)
      return []
    } catch (error) {
      const failed = `Create Claim ${name} for Pod ${pod.metadata.name} in StatefulSet ${setName} failed error: ${messageOf(error)}`
      if (!isTaken(error)) recorder.event(set, 'Warning', 'FailedCreate', failed)
      return [`failed to create PVC ${name}: ${messageOf(error)}`]
    }
  }

  async function settleClaims(pod: Pod): Promise<void> {
    for (const claim of present(pod)) {
      const { name } = claim.metadata
      if (hasOtherController(claim, set, pod)) {
        const rule = 'has a conflicting OwnerReference that acts as a manging controller'
        const message = `PersistentVolumeClaim ${name} ${rule}, the retention policy is ignored for this claim`
        recorder.event(set, 'Warning', 'ConflictingController', message)
      }
      if (ownersMatch(claim, set, pod)) continue
      try {
        await client.update(persistentVolumeClaims, withOwners(claim, set, pod))
      } catch (error) {
        throw new NotYetError(`could not update claim ${name} for delete policy ownerRefs: ${messageOf(error)}`, {
          cause: error,
        })
      }
    }
  }

  const claimsMatchPolicy = (pod: Pod): boolean => present(pod).every((claim) => ownersMatch(claim, set, pod))

  return {
    createClaims: async (pod) => {
      await createClaims(pod)
      await telling('Update', pod, () => settleClaims(pod))
    },
    async create(pod) {
      await telling('Create', pod, () => createClaims(pod))
      const made = await createPod(client, pod, (error) => record('Create', pod.metadata.name!, error))
      await telling('Update', pod, () => settleClaims(made))
      record('Create', pod.metadata.name!)
    },
    async mend(pod) {
      let mended = pod
      if (!identityMatches(set, mended)) mended = withIdentity(mended)
      if (!storageMatches(set, mended)) {
        mended = withStorage(set, mended)
        await telling('Update', pod, () => createClaims(pod))
      }
      if (!claimsMatchPolicy(pod)) await telling('Update', pod, () => settleClaims(pod))
      if (mended === pod) return
      await telling('Update', pod, async () => void (await client.update(pods, mended)))
      record('Update', pod.metadata.name!)
    },
    async delete(pod) {
      await telling('Delete', pod, () => client.delete(pods, set.metadata.namespace!, pod.metadata.name!))
      record('Delete', pod.metadata.name!)
    },
    isBlocked: (pod) => present(pod).some((claim) => blocksPod(claim, set, pod)),
    claimsMatchPolicy,
    settleClaims,
  }
}

async function createPod(client: Client, pod: Pod, refused: (error: unknown) => void): Promise<Pod> {
  try {
    return await client.create(pods, pod)
  } catch (error) {
    // A pod of this name that is not the set's: nothing to tell, it may go.
    if (!isTaken(error)) refused(error)
    throw error
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'AlreadyExists'
}

/** k8s: apimachinery/pkg/util/errors Aggregate */
function aggregate(messages: string[]): string {
  return messages.length === 1 ? messages[0]! : `[${messages.join(', ')}]`
}
