// The pods of each node, and what happens to them when the node does not answer.
import { pods } from '../../api/refs.ts'
import { ApiError } from '../../api/status.ts'
import type { Context } from '../../client/context.ts'
import { timestamp } from '../../clock.ts'
import type { Pod, PodCondition } from '../../generated/types.ts'

/** Gives the pods bound to a node. Asked for before the informers start. */
export function podsByNode({ informers }: Context): (node: string) => Pod[] {
  const cache = informers.for(pods)
  cache.index('node', ({ spec }) => (spec?.nodeName ? [spec.nodeName] : []))
  return (node) => cache.byIndex('node', node)
}

/**
 * Writes a condition, and with it `status`. False when the pod is gone.
 * k8s: pkg/api/v1/pod UpdatePodCondition, pkg/util/pod PatchPodStatus
 */
export async function patchCondition(
  { client, clock }: Context,
  { metadata, status }: Pod,
  condition: Omit<PodCondition, 'lastTransitionTime'>,
  more: Partial<Pod['status']> = {},
): Promise<boolean> {
  const { namespace, name, generation } = metadata
  const old = status?.conditions?.find(({ type }) => type === condition.type)
  const since = old?.status === condition.status ? old.lastTransitionTime : undefined
  const whole = {
    ...condition,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    lastTransitionTime: since ?? timestamp(clock.now()),
  }
  try {
    const body = { status: { ...more, conditions: [whole] } }
    await client.patch(pods, namespace!, name!, { kind: 'strategic', body, subresource: 'status' })
    return true
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return false
    throw error
  }
}

/** Writes what has become of a pod that may be gone already. */
export async function patchPhase({ client }: Context, { metadata }: Pod, phase: string): Promise<void> {
  const patch = { kind: 'merge' as const, body: { status: { phase } }, subresource: 'status' }
  await client.patch(pods, metadata.namespace!, metadata.name!, patch).catch(ignoreMissing)
}

/** Deletes a pod that may be gone already. @param graceSeconds its own unless told */
export async function deletePod({ client }: Context, { metadata }: Pod, graceSeconds?: number): Promise<void> {
  const { namespace, name, uid } = metadata
  const grace = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }
  await client.delete(pods, namespace!, name!, { ...grace, preconditions: { uid: uid! } }).catch(ignoreMissing)
}

/** Gone, or another of that name there: either way there is nothing left to do. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof ApiError && [404, 409].includes(error.code))) throw error
}
