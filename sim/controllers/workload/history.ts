// Past templates of a StatefulSet or DaemonSet, kept as ControllerRevisions. k8s: pkg/controller/history, statefulset getPatch
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { goJson } from '../../api/go-json.ts'
import { controllerRevisions } from '../../api/refs.ts'
import type { Selector } from '../../api/selector.ts'
import { ApiError } from '../../api/status.ts'
import type { Client } from '../../client/client.ts'
import type { Lister } from '../../client/informer.ts'
import type { ControllerRevision, PodTemplateSpec } from '../../generated/types.ts'
import { controllerOf, controllerReference } from './owner.ts'
import { safeEncode } from './template.ts'

/** Label of a StatefulSet's revision with the hash of its data. */
const defaultHashLabel = 'controller.kubernetes.io/hash'
const prefixLengthMax = 223

/** What a revision is made of. `collisionCount` tells apart what hashes alike. */
export interface Snapshot {
  owner: KubeObject
  ref: ResourceRef
  template: PodTemplateSpec
  revision: number
  collisionCount: number
  /** Label with the hash of the data; a DaemonSet has one of its own. */
  hashLabel?: string
}

/** Revisions of an owner, oldest first: its own and the orphans that its selector matches. */
export function revisionsOf(
  lister: Lister<ControllerRevision>,
  owner: KubeObject,
  selector: Selector,
): ControllerRevision[] {
  return lister
    .list(owner.metadata.namespace)
    .filter((revision) => selector.matches(revision.metadata.labels))
    .filter((revision) => (controllerOf(revision)?.uid ?? owner.metadata.uid) === owner.metadata.uid)
    .toSorted(byRevision)
}

function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision
  const ages = Date.parse(a.metadata.creationTimestamp ?? '') - Date.parse(b.metadata.creationTimestamp ?? '')
  return ages || (a.metadata.name! < b.metadata.name! ? -1 : 1)
}

export function nextRevision(revisions: ControllerRevision[]): number {
  return (revisions.at(-1)?.revision ?? 0) + 1
}

/** Makes the orphans among them the owner's. */
export async function adoptRevisions(
  client: Client,
  ref: ResourceRef,
  owner: KubeObject,
  revisions: ControllerRevision[],
): Promise<void> {
  for (const { metadata } of revisions.filter((revision) => !controllerOf(revision))) {
    const body = { metadata: { uid: metadata.uid, ownerReferences: [controllerReference(ref, owner)] } }
    await client.patch(controllerRevisions, metadata.namespace!, metadata.name!, { kind: 'strategic', body })
  }
}

/** The patch that brings the template back, as `kubectl rollout undo` applies it. */
function dataOf(template: PodTemplateSpec): object {
  return { spec: { template: { ...template, $patch: 'replace' } } }
}

/** The template that a revision keeps. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const { spec } = revision.data as { spec: { template: PodTemplateSpec & { $patch?: string } } }
  const { $patch: _patch, ...template } = spec.template
  return template
}

/** Does the revision keep this template? */
export function keepsTemplate(revision: ControllerRevision, template: PodTemplateSpec): boolean {
  return sortedJson(revision.data) === sortedJson(dataOf(template))
}

/**
 * Stores a template as a revision, under another name when the name is taken by other data.
 * @returns the revision and the count of such collisions, which belongs into the owner's status.
 */
export async function createRevision(
  client: Client,
  snapshot: Snapshot,
): Promise<{ revision: ControllerRevision; collisionCount: number }> {
  let { collisionCount } = snapshot
  const hash = hashOf(snapshot.template, collisionCount)
  for (;;) {
    const revision = newRevision(snapshot, hash, hashOf(snapshot.template, collisionCount))
    try {
      return { revision: await client.create(controllerRevisions, revision), collisionCount }
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    }
    const { namespace, name } = revision.metadata
    const present = await client.get(controllerRevisions, namespace!, name!)
    if (present && keepsTemplate(present, snapshot.template)) return { revision: present, collisionCount }
    collisionCount++
  }
}

function newRevision(snapshot: Snapshot, hash: string, nameHash: string): ControllerRevision {
  const { owner, ref, template, revision, hashLabel } = snapshot
  const label = hashLabel ? { [hashLabel]: nameHash } : { [defaultHashLabel]: hash }
  const { name, namespace, annotations } = owner.metadata
  return {
    metadata: {
      name: `${name!.slice(0, prefixLengthMax)}-${nameHash}`,
      namespace: namespace!,
      labels: { ...template.metadata?.labels, ...label },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(ref, owner)],
    },
    data: dataOf(template),
    revision,
  }
}

/** Makes an old revision the newest. */
export async function renumber(
  client: Client,
  revision: ControllerRevision,
  number: number,
): Promise<ControllerRevision> {
  if (revision.revision === number) return revision
  return client.update(controllerRevisions, { ...revision, revision: number })
}

/** Deletes the oldest of those that nothing uses, down to `limit`; a negative limit keeps all. */
export async function truncateHistory(
  client: Client,
  revisions: ControllerRevision[],
  isLive: (revision: ControllerRevision) => boolean,
  limit: number,
): Promise<void> {
  const past = revisions.filter((revision) => !isLive(revision))
  if (limit < 0 || past.length <= limit) return
  for (const { metadata } of past.slice(0, past.length - limit)) {
    await client.delete(controllerRevisions, metadata.namespace!, metadata.name!)
  }
}

/** FNV-1 of the data's JSON and the count. k8s: HashControllerRevision */
function hashOf(template: PodTemplateSpec, collisionCount: number): string {
  let hash = 0x811c9dc5
  const bytes = new TextEncoder().encode(`${sortedJson(dataOf(template))}${collisionCount}`)
  for (const byte of bytes) hash = (Math.imul(hash, 0x01000193) ^ byte) >>> 0
  return safeEncode(String(hash))
}

function sortedJson(value: unknown): string {
  return goJson(sorted(value))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, field]) => [key, sorted(field)]))
}
