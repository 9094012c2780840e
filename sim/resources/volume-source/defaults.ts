// What a volume's source gets when the user leaves it out. k8s: pkg/apis/core/v1/zz_generated.defaults.go
import type { AzureDiskVolumeSource, HostPathVolumeSource } from '../../generated/types.ts'

/** The sources that have defaults, in the form that volumes of pods and PersistentVolumes share. */
export interface DefaultedSources {
  hostPath?: HostPathVolumeSource
  azureDisk?: AzureDiskVolumeSource
  iscsi?: { iscsiInterface?: string }
  rbd?: { pool?: string; user?: string; keyring?: string }
  scaleIO?: { storageMode?: string; fsType?: string }
}

/** Fills in `sources` in place. */
export function defaultVolumeSource(sources: DefaultedSources): void {
  const { hostPath, azureDisk, iscsi, rbd, scaleIO } = sources
  if (hostPath) hostPath.type ??= ''
  if (iscsi) iscsi.iscsiInterface ||= 'default'
  if (rbd) {
    rbd.pool ||= 'rbd'
    rbd.user ||= 'admin'
    rbd.keyring ||= '/etc/ceph/keyring'
  }
  if (azureDisk) {
    azureDisk.cachingMode ??= 'ReadWrite'
    azureDisk.fsType ??= 'ext4'
    azureDisk.readOnly ??= false
    azureDisk.kind ??= 'Shared'
  }
  if (scaleIO) {
    scaleIO.storageMode ||= 'ThinProvisioned'
    scaleIO.fsType ||= 'xfs'
  }
}
