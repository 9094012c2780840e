// What a volume gets when its author leaves it out. k8s: pkg/apis/core/v1/defaults.go SetDefaults_Volume and the sources below it
import type { ProjectedVolumeSource, Volume } from '../../generated/types.ts'
import { defaultFieldRef, defaultPullPolicy } from './container-defaults.ts'

/** Permission bits of files that the kubelet writes: 0644. */
const fileMode = 0o644
const tokenSeconds = 3600

/** Fills in one volume of a pod; changed in place. A volume without a source is an emptyDir. */
export function defaultVolume(volume: Volume): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {}
  if (volume.hostPath) volume.hostPath.type ??= ''
  if (volume.secret) volume.secret.defaultMode ??= fileMode
  if (volume.configMap) volume.configMap.defaultMode ??= fileMode
  if (volume.downwardAPI) {
    volume.downwardAPI.defaultMode ??= fileMode
    for (const file of volume.downwardAPI.items ?? []) if (file.fieldRef) defaultFieldRef(file.fieldRef)
  }
  if (volume.projected) defaultProjected(volume.projected)
  const claim = volume.ephemeral?.volumeClaimTemplate
  if (claim) {
    claim.spec ??= {}
    claim.spec.volumeMode ??= 'Filesystem'
  }
  if (volume.image) volume.image.pullPolicy ??= defaultPullPolicy(volume.image.reference ?? '')
  defaultNetworkDisk(volume)
}

function defaultProjected(projected: ProjectedVolumeSource): void {
  projected.defaultMode ??= fileMode
  for (const source of projected.sources ?? []) {
    for (const file of source.downwardAPI?.items ?? []) if (file.fieldRef) defaultFieldRef(file.fieldRef)
    if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= tokenSeconds
  }
}

function defaultNetworkDisk(volume: Volume): void {
  if (volume.iscsi) volume.iscsi.iscsiInterface ??= 'default'
  if (volume.rbd) {
    volume.rbd.pool ??= 'rbd'
    volume.rbd.user ??= 'admin'
    volume.rbd.keyring ??= '/etc/ceph/keyring'
  }
  if (volume.azureDisk) {
    volume.azureDisk.cachingMode ??= 'ReadWrite'
    volume.azureDisk.fsType ??= 'ext4'
    volume.azureDisk.readOnly ??= false
    volume.azureDisk.kind ??= 'Shared'
  }
  if (volume.scaleIO) {
    volume.scaleIO.storageMode ??= 'ThinProvisioned'
    volume.scaleIO.fsType ??= 'xfs'
  }
}
