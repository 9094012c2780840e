// The Lease that says until when a node was alive. k8s: component-helpers/apimachinery/lease/controller.go
import { leases } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Client } from '../client/client.ts'
import { microTimestamp } from '../clock.ts'
import type { Lease, Node } from '../generated/types.ts'

const namespace = 'kube-node-lease'
/** k8s: nodeLeaseDurationSeconds */
const durationSeconds = 40

export interface NodeLease {
  /** Writes that the node was alive at that instant, milliseconds; what is refused, the next renewal writes. */
  renew(node: Node, atMs: number): Promise<void>
}

/** The Lease of the node of that name. Nothing of the cluster reads it: who is alive is told by the heartbeats of sim/client. */
export function createLease(client: Client, name: string): NodeLease {
  /** As it was last written: taken to be as it is, until the API says otherwise. */
  let latest: Lease | undefined

  function write({ metadata }: Node, atMs: number): Promise<Lease> {
    const spec = {
      holderIdentity: name,
      leaseDurationSeconds: durationSeconds,
      renewTime: microTimestamp(atMs),
    }
    if (latest) return client.update(leases, { ...latest, spec })
    const owner = { apiVersion: 'v1', kind: 'Node', name, uid: metadata.uid! }
    return client.create(leases, { metadata: { name, namespace, ownerReferences: [owner] }, spec })
  }

  return {
    async renew(node, atMs) {
      try {
        latest = await write(node, atMs)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        latest = await client.get(leases, namespace, name)
        latest = await write(node, atMs).catch(() => latest)
      }
    },
  }
}
