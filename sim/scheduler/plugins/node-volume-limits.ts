// As many volumes of a driver on a node as it can attach. k8s: plugins/nodevolumelimits/csi.go
import { classOfClaim } from '../../api/volume-matching.ts'
import type { CSINode, PersistentVolumeClaim, Pod } from '../../generated/types.ts'
import { usesClaim, claimNamesOf } from '../pod-claims.ts'
import type { ClusterChange } from '../cluster-change.ts'
import { refuse, type Filter, type Plugin } from '../plugin.ts'
import type { Snapshot } from '../snapshot.ts'

const sentence = 'node(s) exceed max volume count'

export const nodeVolumeLimits: Plugin = { name: 'NodeVolumeLimits', helps, filter }

function helps(pod: Pod, change: ClusterChange): boolean {
  if (change.of === 'claim') return !change.old && usesClaim(pod, change.now)
  if (change.of === 'pod') return change.gone && claimNamesOf(change.now).length > 0
  if (change.of !== 'csi node') return false
  const { now, old } = change
  return !old || [...limitsOf(now)].some(([driver, most]) => most > (limitsOf(old).get(driver) ?? 0))
}

function filter(pod: Pod, snapshot: Snapshot): Filter | undefined {
  if (claimNamesOf(pod).length === 0) return undefined
  const wanted = volumesOf(pod, snapshot)
  return {
    of({ name, pods }) {
      const limits = limitsOf(snapshot.csiNodes.get('', name))
      if (limits.size === 0 || wanted.size === 0) return undefined
      const attached = new Map(pods.flatMap((other) => [...volumesOf(other, snapshot)]))
      const added = new Map([...wanted].filter(([volume]) => !attached.has(volume)))
      for (const driver of new Set(added.values())) {
        const most = limits.get(driver)
        const count = [...attached.values(), ...added.values()].filter((one) => one === driver).length
        if (most !== undefined && count > most) return refuse(sentence)
      }
      return undefined
    },
  }
}

function limitsOf(node: CSINode | undefined): Map<string, number> {
  return new Map(
    (node?.spec.drivers ?? []).flatMap(({ name, allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
    ),
  )
}

/** Volume → driver of what a pod's claims name; a volume that is still to be made counts by its claim. */
function volumesOf(pod: Pod, snapshot: Snapshot): Map<string, string> {
  const volumes = new Map<string, string>()
  for (const { name } of claimNamesOf(pod)) {
    const claim = snapshot.claims.get(pod.metadata.namespace!, name)
    const volume = claim && volumeOf(claim, snapshot)
    if (volume) volumes.set(`${volume.driver}/${volume.handle}`, volume.driver)
  }
  return volumes
}

function volumeOf(claim: PersistentVolumeClaim, snapshot: Snapshot): { driver: string; handle: string } | undefined {
  const { namespace, name } = claim.metadata
  const volume = claim.spec?.volumeName ? snapshot.volumes.get('', claim.spec.volumeName) : undefined
  if (volume) {
    const { csi } = volume.spec ?? {}
    return csi && { driver: csi.driver, handle: csi.volumeHandle }
  }
  const driver = snapshot.classes.get('', classOfClaim(claim))?.provisioner
  return driver === undefined ? undefined : { driver, handle: `claim ${namespace}/${name}` }
}
