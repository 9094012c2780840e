// Adoption and release: which objects a controller manages. k8s: pkg/controller/controller_ref_manager.go
import type { Selector } from '../../api/selector.ts'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { ApiError } from '../../api/status.ts'
import type { Client } from '../../client/client.ts'
import { controllerOf, controllerReference } from './owner.ts'

export interface Claimer {
  ref: ResourceRef
  owner: KubeObject
  selector: Selector
  /** What it asks of its own besides the selector: a StatefulSet, that the name be one of its names. */
  accepts?: (candidate: KubeObject) => boolean
}

/**
 * Of `candidates` those that the owner manages afterwards: its own that match, and matching orphans, which it adopts;
 * its own that match no longer it lets go. Nothing is adopted by, or into, what is being deleted.
 */
export async function claim<T extends KubeObject>(
  client: Client,
  claimer: Claimer,
  ref: ResourceRef<T>,
  candidates: T[],
): Promise<T[]> {
  const claimed: T[] = []
  const uid = claimer.owner.metadata.uid
  for (const candidate of candidates) {
    const controller = controllerOf(candidate)
    const accepted = claimer.accepts?.(candidate) ?? true
    const matches = accepted && claimer.selector.matches(candidate.metadata.labels)
    if (controller) {
      if (controller.uid !== uid) continue
      if (matches) claimed.push(candidate)
      else if (!claimer.owner.metadata.deletionTimestamp) await release(client, claimer, ref, candidate)
    } else if (matches && !claimer.owner.metadata.deletionTimestamp && !candidate.metadata.deletionTimestamp) {
      const adopted = await adopt(client, claimer, ref, candidate)
      if (adopted) claimed.push(adopted)
    }
  }
  return claimed
}

async function adopt<T extends KubeObject>(
  client: Client,
  claimer: Claimer,
  ref: ResourceRef<T>,
  orphan: T,
): Promise<T | undefined> {
  const { namespace, name, uid } = orphan.metadata
  const ownerReferences = [controllerReference(claimer.ref, claimer.owner)]
  const body = { metadata: { uid, ownerReferences } }
  try {
    return await client.patch(ref, namespace ?? '', name!, { kind: 'strategic', body })
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

async function release<T extends KubeObject>(
  client: Client,
  claimer: Claimer,
  ref: ResourceRef<T>,
  object: T,
): Promise<void> {
  const { namespace, name, uid } = object.metadata
  const ownerReferences = [{ $patch: 'delete', uid: claimer.owner.metadata.uid }]
  const body = { metadata: { uid, ownerReferences } }
  try {
    await client.patch(ref, namespace ?? '', name!, { kind: 'strategic', body })
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** Not there, or another of the same name by now (422: the uid does not fit). */
function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 404 || error.code === 422)
}
