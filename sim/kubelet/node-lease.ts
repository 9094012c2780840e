// The Lease that says until when a node was alive. k8s: component-helpers/apimachinery/lease/controller.go
import { leases } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import { microTimestamp } from '../clock.ts'
import type { Node } from '../generated/types.ts'

const namespace = 'kube-node-lease'
/** k8s: nodeLeaseDurationSeconds */
const durationSeconds = 40

/** Writes the node's Lease; what is refused, the next beat writes. Nobody reads it: who is alive is told by the heartbeats of sim/client. */
export async function renewLease({ client, clock }: Context, { metadata }: Node): Promise<void> {
  const name = metadata.name!
  const spec = {
    holderIdentity: name,
    leaseDurationSeconds: durationSeconds,
    renewTime: microTimestamp(clock.now()),
  }
  const owner = { apiVersion: 'v1', kind: 'Node', name, uid: metadata.uid! }
  try {
    const present = await client.get(leases, namespace, name)
    if (present) await client.update(leases, { ...present, spec })
    else await client.create(leases, { metadata: { name, namespace, ownerReferences: [owner] }, spec })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}
