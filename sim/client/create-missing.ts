// What a cluster must hold whoever started it: created where it is not there yet, left alone where it is.
import type { KubeObject, ResourceRef } from '../api/object.ts'
import type { Client } from './client.ts'

/** An object and the resource that it is of. */
export interface Wanted {
  ref: ResourceRef
  object: KubeObject
}

/** Creates, in the order given, those of which there is none of that name; asks once for each resource. Rejects as creates do. */
export async function createMissing(client: Client, wanted: readonly Wanted[]): Promise<void> {
  const there = new Map<ResourceRef, Set<string>>()
  for (const { ref, object } of wanted) {
    const known = there.get(ref) ?? new Set((await client.list(ref, '')).items.map(nameOf))
    there.set(ref, known)
    if (!known.has(nameOf(object))) await client.create(ref, object)
  }
}

function nameOf({ metadata: { namespace = '', name = '' } }: KubeObject): string {
  return `${namespace}/${name}`
}
