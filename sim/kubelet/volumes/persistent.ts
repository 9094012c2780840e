// persistentVolumeClaim: the tree of the volume that the claim is bound to.
import { persistentVolumeClaims, persistentVolumes } from '../../api/refs.ts'
import type { PersistentVolume, Pod } from '../../generated/types.ts'
import { hostPathTree } from './host-path.ts'
import { MountError, type SetUp, type VolumeHost } from './volume.ts'

export const setUpClaim: SetUp = async (host, pod, volume) => {
  const namespace = pod.metadata.namespace!
  const name = volume.persistentVolumeClaim?.claimName ?? `${pod.metadata.name}-${volume.name}`
  const claim = await host.client.get(persistentVolumeClaims, namespace, name)
  if (!claim) throw new MountError(`persistentvolumeclaim "${name}" not found`)
  if (!claim.spec?.volumeName || claim.status?.phase !== 'Bound') throw new MountError(`PVC is not bound`)
  const persistent = await host.client.get(persistentVolumes, '', claim.spec.volumeName)
  if (!persistent) throw new MountError(`persistentvolume "${claim.spec.volumeName}" not found`)
  try {
    return persistentTree(host, pod, persistent, volume.name)
  } catch (error) {
    if (!(error instanceof MountError)) throw error
    throw new MountError(error.message, error.step, persistent.metadata.name)
  }
}

function persistentTree(host: VolumeHost, pod: Pod, { metadata, spec }: PersistentVolume, volumeName: string) {
  if (spec?.hostPath) return hostPathTree(host, spec.hostPath)
  if (spec?.local) {
    const present = host.files.lookup(host.files.absolute(spec.local.path, '/'))
    if (!present) throw new MountError(`path "${spec.local.path}" does not exist`)
    return present
  }
  if (spec?.nfs) throw nfsError(pod, metadata.name ?? volumeName, spec.nfs)
  if (spec?.iscsi) throw new MountError('executable file not found in $PATH', 'MountVolume.WaitForAttach')
  return host.contents.of(metadata.uid!)
}

export const setUpNfs: SetUp = async (_host, pod, volume) => {
  throw nfsError(pod, volume.name, volume.nfs!)
}

/** A node without the NFS client: what the real mount command says there. */
function nfsError(pod: Pod, name: string, { server, path }: { server: string; path: string }): MountError {
  const target = `/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/kubernetes.io~nfs/${name}`
  return new MountError(
    `mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs ${server}:${path} ${target}\n` +
      `Output: mount: ${target}: unknown filesystem type 'nfs'.\n       dmesg(1) may have more information after failed mount system call.\n`,
  )
}
