// Makes the slices that are there those that should be.
import { endpointSlices } from '../../api/refs.ts'
import type { Client } from '../../client/client.ts'
import type { EndpointSlice } from '../../generated/types.ts'
import { semanticallyEqual } from '../workload/semantic.ts'

/** Slices keep their names: the first wanted one takes the place of the first present one. */
export async function reconcileSlices(
  client: Client,
  namespace: string,
  present: EndpointSlice[],
  wanted: EndpointSlice[],
): Promise<void> {
  for (const [index, slice] of wanted.entries()) {
    const old = present[index]
    if (!old) await client.create(endpointSlices, slice)
    else if (!sameContent(old, slice)) await client.update(endpointSlices, updated(old, slice))
  }
  for (const surplus of present.slice(wanted.length)) {
    await client.delete(endpointSlices, namespace, surplus.metadata.name!)
  }
}

function sameContent(old: EndpointSlice, slice: EndpointSlice): boolean {
  return (
    semanticallyEqual(old.endpoints, slice.endpoints) &&
    semanticallyEqual(old.ports, slice.ports) &&
    semanticallyEqual(old.metadata.labels, slice.metadata.labels)
  )
}

function updated(old: EndpointSlice, { metadata, endpoints, ports }: EndpointSlice): EndpointSlice {
  const { labels, annotations, ownerReferences } = metadata
  return {
    ...old,
    metadata: {
      ...old.metadata,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(ownerReferences ? { ownerReferences } : {}),
    },
    endpoints,
    ...(ports ? { ports } : {}),
  }
}
