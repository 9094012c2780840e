// Which of a pod's volumes have to be connected to its node before they can be mounted.
// k8s: pkg/volume/{iscsi,csi}, pkg/volume/util/util.go GetUniqueVolumeName, IsMultiAttachAllowed
import { sha256 } from '../../api/sha256.ts'
import type {
  CSIDriver,
  ISCSIVolumeSource,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
} from '../../generated/types.ts'

export interface Attachable {
  /** As node.status.volumesAttached calls it. */
  uniqueName: string
  /** As events call it. */
  name: string
  /** On one node at a time only. */
  exclusive: boolean
  /** Connected by somebody else, who is asked by a VolumeAttachment. */
  csi?: { driver: string; handle: string; volume: string }
}

interface Listers {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined
  volume(name: string): PersistentVolume | undefined
  driver(name: string): CSIDriver | undefined
}

/** The volumes to attach for a pod; those whose claim is not bound yet are left out. */
export function attachablesOf(pod: Pod, listers: Listers): Attachable[] {
  return (pod.spec?.volumes ?? []).flatMap(({ name, iscsi, persistentVolumeClaim, ephemeral }) => {
    if (iscsi) return [{ uniqueName: iscsiName(iscsi), name, exclusive: false }]
    const claimName = persistentVolumeClaim?.claimName ?? (ephemeral ? `${pod.metadata.name}-${name}` : undefined)
    const claim = claimName === undefined ? undefined : listers.claim(pod.metadata.namespace!, claimName)
    const volume = claim?.spec?.volumeName ? listers.volume(claim.spec.volumeName) : undefined
    return volume ? attachable(volume, listers) : []
  })
}

function attachable({ metadata, spec }: PersistentVolume, listers: Listers): Attachable[] {
  const name = metadata.name!
  const exclusive = !spec?.accessModes?.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany')
  if (spec?.iscsi) return [{ uniqueName: iscsiName(spec.iscsi), name, exclusive }]
  if (!spec?.csi || listers.driver(spec.csi.driver)?.spec.attachRequired === false) return []
  const { driver, volumeHandle: handle } = spec.csi
  return [
    { uniqueName: `kubernetes.io/csi/${driver}^${handle}`, name, exclusive, csi: { driver, handle, volume: name } },
  ]
}

function iscsiName({ targetPortal, iqn, lun }: Pick<ISCSIVolumeSource, 'targetPortal' | 'iqn' | 'lun'>): string {
  return `kubernetes.io/iscsi/${targetPortal}:${iqn}:${lun}`
}

/** The name of the request to connect a volume to a node. k8s: pkg/volume/csi getAttachmentName */
export function attachmentName({ driver, handle }: NonNullable<Attachable['csi']>, node: string): string {
  return `csi-${sha256(`${handle}${driver}${node}`)}`
}
