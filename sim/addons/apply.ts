// Puts the objects of a cluster's add-ons there, as an administrator's `kubectl apply` would.
import { parseAllDocuments } from 'yaml'
import type { KubeObject, ResourceRef } from '../api/object.ts'
import {
  apiServices,
  clusterRoleBindings,
  clusterRoles,
  configMaps,
  deployments,
  ingressClasses,
  serviceAccounts,
  services,
  storageClasses,
} from '../api/refs.ts'
import type { Client } from '../client/client.ts'
import { createMissing, type Wanted } from '../client/create-missing.ts'
import { dnsManifests } from './dns.ts'
import { ingressManifests } from './ingress.ts'
import { metricsManifests } from './metrics.ts'
import { storageManifests } from './storage.ts'

/** What a cluster can have besides Kubernetes itself. */
export interface Addons {
  ingress: boolean
  storage: boolean
  metrics?: boolean
  dns: boolean
}

const refs: ResourceRef[] = [
  apiServices,
  clusterRoleBindings,
  clusterRoles,
  configMaps,
  deployments,
  ingressClasses,
  serviceAccounts,
  services,
  storageClasses,
]

/** Creates what is missing of the add-ons asked for; what is there stays as it is. */
export async function applyAddons(client: Client, { ingress, storage, metrics, dns }: Addons): Promise<void> {
  await createMissing(client, [
    ...(dns ? objectsOf(dnsManifests) : []),
    ...(ingress ? objectsOf(ingressManifests) : []),
    ...(storage ? objectsOf(storageManifests) : []),
    ...(metrics ? objectsOf(metricsManifests) : []),
  ])
}

/** By manifest: one process starts many clusters. */
const read = new Map<string, Wanted[]>()

function objectsOf(manifests: string): Wanted[] {
  const known = read.get(manifests)
  if (known) return known
  const objects = parseAllDocuments(manifests).map((document): Wanted => {
    const object = document.toJS() as KubeObject
    const ref = refs.find(({ kind }) => kind === object.kind)
    if (!ref) throw new Error(`an add-on holds a ${object.kind}, which nobody told where to put`)
    return { ref, object }
  })
  read.set(manifests, objects)
  return objects
}
