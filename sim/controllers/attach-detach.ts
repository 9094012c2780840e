// Connects volumes to the nodes of the pods that use them, and takes them off when nobody there does any more.
// k8s: pkg/controller/volume/attachdetach
import { keyOf, splitKey } from '../api/object.ts'
import { csiDrivers, nodes, persistentVolumeClaims, persistentVolumes, pods, volumeAttachments } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { WorkQueue } from '../client/work-queue.ts'
import type { Node, Pod } from '../generated/types.ts'
import { attachablesOf, attachmentName, type Attachable } from './attach-detach/attachable.ts'
import { watching, type CreateController } from './controller.ts'
import { isPodFinished } from './workload/pod-state.ts'

const byNode = 'attach-detach node'
/** How long a driver is given to answer. k8s: pkg/volume/csi csiTimeout */
const answerMs = 120_000
/** How often what is not done yet is looked at. */
const retryMs = 1000

/** Keys are `NAMESPACE/NAME` of pods, and names of nodes. */
export const createAttachDetachController: CreateController = (context) => {
  const { client, informers, clock } = context
  const podCache = informers.for(pods)
  const nodeCache = informers.for(nodes)
  const attachments = informers.for(volumeAttachments)
  const recorder = context.recorderFor('attachdetach-controller')
  podCache.index(byNode, ({ spec }) => (spec?.nodeName ? [spec.nodeName] : []))
  /** Since when each attachment is waited for. */
  const asked = new Map<string, number>()
  const told = new Set<string>()
  const caches = {
    claims: informers.for(persistentVolumeClaims),
    volumes: informers.for(persistentVolumes),
    drivers: informers.for(csiDrivers),
  }
  const wanted = (pod: Pod): Attachable[] =>
    attachablesOf(pod, {
      claim: (namespace, name) => caches.claims.get(namespace, name),
      volume: (name) => caches.volumes.get('', name),
      driver: (name) => caches.drivers.get('', name),
    })
  const usersOn = (node: string, uniqueName: string): Pod[] =>
    podCache
      .byIndex(byNode, node)
      .filter((pod) => !isPodFinished(pod) && wanted(pod).some((volume) => volume.uniqueName === uniqueName))

  async function setAttached(node: Node, names: string[]): Promise<void> {
    const volumesAttached = names.map((name) => ({ name, devicePath: '' }))
    const { volumesAttached: _old, ...status } = node.status ?? {}
    const next = volumesAttached.length > 0 ? { ...status, volumesAttached } : status
    await client.updateStatus(nodes, { ...node, status: next })
  }

  /** False while the pod has to wait for it. */
  async function attach(pod: Pod, volume: Attachable): Promise<boolean> {
    const nodeName = pod.spec!.nodeName!
    const node = await client.get(nodes, '', nodeName)
    if (!node || isAttached(node, volume)) return true
    const other = nodeCache.list().find((each) => each.metadata.name !== nodeName && isAttached(each, volume))
    if (volume.exclusive && other) {
      refuse(pod, volume, usersOn(other.metadata.name!, volume.uniqueName))
      return false
    }
    if (volume.csi && !(await answered(pod, volume, volume.csi))) return false
    const fresh = (await client.get(nodes, '', nodeName)) ?? node
    await setAttached(fresh, [...attachedNames(fresh), volume.uniqueName])
    const done = `AttachVolume.Attach succeeded for volume "${volume.name}" `
    recorder.event(pod, 'Normal', 'SuccessfulAttachVolume', done)
    return true
  }

  function refuse(pod: Pod, volume: Attachable, users: Pod[]): void {
    const key = `${pod.metadata.uid}/${volume.uniqueName}`
    if (told.has(key)) return
    told.add(key)
    const near = users.filter(({ metadata }) => metadata.namespace === pod.metadata.namespace)
    const names = near.map(({ metadata }) => metadata.name).join(', ')
    const elsewhere = users.length - near.length
    const who =
      near.length > 0
        ? `Volume is already used by pod(s) ${names}${elsewhere > 0 ? ` and ${elsewhere} pod(s) in different namespaces` : ''}`
        : users.length > 0
          ? `Volume is already used by ${users.length} pod(s) in different namespaces`
          : "Volume is already exclusively attached to one node and can't be attached to another"
    const message = `Multi-Attach error for volume "${volume.name}" ${who}`
    recorder.event(pod, 'Warning', 'FailedAttachVolume', message)
  }

  /** Whether the driver's own controller has connected it. */
  async function answered(pod: Pod, volume: Attachable, csi: NonNullable<Attachable['csi']>): Promise<boolean> {
    const nodeName = pod.spec!.nodeName!
    const name = attachmentName(csi, nodeName)
    const fail = (why: string): false => {
      asked.set(name, clock.now())
      const message = `AttachVolume.Attach failed for volume "${volume.name}" : ${why}`
      recorder.event(pod, 'Warning', 'FailedAttachVolume', message)
      return false
    }
    const found = attachments.get('', name)
    if (found?.status?.attached) {
      asked.delete(name)
      return true
    }
    const since = asked.get(name) ?? clock.now()
    asked.set(name, since)
    if (!found) {
      const source = { persistentVolumeName: csi.volume }
      await client
        .create(volumeAttachments, { metadata: { name }, spec: { attacher: csi.driver, nodeName, source } })
        .catch(ignoring('AlreadyExists'))
      return false
    }
    if (found.status?.attachError?.message) return fail(found.status.attachError.message)
    if (clock.now() - since < answerMs) return false
    return fail(`timed out waiting for external-attacher of ${csi.driver} CSI driver to attach volume ${csi.handle}`)
  }

  async function release(nodeName: string): Promise<void> {
    const known = nodeCache.get('', nodeName)
    const requests = attachments.list().filter(({ spec }) => spec.nodeName === nodeName)
    if (!known || (attachedNames(known).length === 0 && requests.length === 0)) return
    const node = (await client.get(nodes, '', nodeName)) ?? known
    const idle = attachedNames(node).filter((name) => usersOn(nodeName, name).length === 0)
    if (idle.length > 0)
      await setAttached(
        node,
        attachedNames(node).filter((name) => !idle.includes(name)),
      )
    const used = podCache.byIndex(byNode, nodeName).filter((pod) => !isPodFinished(pod))
    const inUse = new Set(used.flatMap(wanted).map(({ csi }) => csi?.volume))
    for (const { metadata, spec } of requests) {
      if (inUse.has(spec.source.persistentVolumeName)) continue
      asked.delete(metadata.name!)
      await client.delete(volumeAttachments, '', metadata.name!).catch(ignoring('NotFound'))
    }
  }

  return {
    name: 'attachdetach',
    workers: 1,
    watches: [
      watching(pods, (pod) => (pod.spec?.nodeName ? [keyOf(pod), pod.spec.nodeName] : []), {
        when: (pod, old) => pod.spec?.nodeName !== old.spec?.nodeName || isPodFinished(pod) !== isPodFinished(old),
      }),
      watching(volumeAttachments, ({ spec }) => podCache.byIndex(byNode, spec.nodeName).map(keyOf)),
    ],
    async sync(key, queue: Pick<WorkQueue, 'addAfter'>) {
      if (!key.includes('/')) return release(key)
      const { namespace, name } = splitKey(key)
      const pod = podCache.get(namespace, name)
      if (!pod?.spec?.nodeName || isPodFinished(pod)) return
      const results: boolean[] = []
      for (const volume of wanted(pod)) results.push(await attach(pod, volume))
      if (results.includes(false)) queue.addAfter(key, retryMs)
    },
  }
}

function attachedNames({ status }: Node): string[] {
  return (status?.volumesAttached ?? []).map(({ name }) => name)
}

function isAttached(node: Node, { uniqueName }: Attachable): boolean {
  return attachedNames(node).includes(uniqueName)
}

function ignoring(reason: string): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof ApiError && error.reason === reason)) throw error
    return undefined
  }
}
