// persistentVolumeClaim: the tree of the volume that the claim is bound to.
import { csiDrivers, persistentVolumeClaims, persistentVolumes, volumeAttachments } from '../../api/refs.ts'
import type { NFSVolumeSource, PersistentVolume, Pod } from '../../generated/types.ts'
import { directory, type TreeNode } from '../runtime/file-tree.ts'
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
    holdAlone(host, pod, persistent)
    return await persistentTree(host, pod, persistent, volume.name)
  } catch (error) {
    if (!(error instanceof MountError)) throw error
    throw new MountError(error.message, error.step, persistent.metadata.name)
  }
}

/** A volume whose only mode is ReadWriteOncePod is one pod's, whoever let another come here. k8s: operation_generator.go, GenerateMountVolumeFunc */
function holdAlone({ heldAlone }: VolumeHost, pod: Pod, { metadata, spec }: PersistentVolume): void {
  if (spec?.accessModes?.join() !== 'ReadWriteOncePod') return
  const holder = heldAlone.get(metadata.name!)
  if (holder !== undefined && holder !== pod.metadata.uid) {
    throw new MountError('volume uses the ReadWriteOncePod access mode and is already in use by another pod')
  }
  heldAlone.set(metadata.name!, pod.metadata.uid!)
}

async function persistentTree(
  host: VolumeHost,
  pod: Pod,
  { metadata, spec }: PersistentVolume,
  volumeName: string,
): Promise<TreeNode> {
  if (spec?.hostPath) return hostPathTree(host, spec.hostPath)
  if (spec?.local) {
    const present = host.files.lookup(host.files.absolute(spec.local.path, '/'))
    if (!present) throw new MountError(`path "${spec.local.path}" does not exist`)
    return present
  }
  if (spec?.nfs) return mountNfs(host, pod, metadata.name ?? volumeName, spec.nfs, spec.mountOptions)
  if (spec?.iscsi) throw new MountError('executable file not found in $PATH', 'MountVolume.WaitForAttach')
  if (spec?.csi) throw await csiError(host, spec.csi.driver, metadata.name ?? volumeName)
  return host.contents.of(metadata.uid!)
}

/** A driver's part on the node is a pod that gives the kubelet a socket: no pod here can. */
async function csiError(host: VolumeHost, driver: string, name: string): Promise<MountError> {
  const attached = (await host.client.get(csiDrivers, '', driver))?.spec.attachRequired === false
  const { items } = attached ? { items: [] } : await host.client.list(volumeAttachments, '')
  const connected = items.some(
    ({ spec, status }) =>
      spec.nodeName === host.nodeName && spec.source.persistentVolumeName === name && status?.attached,
  )
  if (!attached && !connected) return new MountError('volume is not attached yet', 'not attached', name)
  const why = `driver name ${driver} not found in the list of registered CSI drivers`
  return new MountError(
    `kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: ${why}`,
    'MountVolume.MountDevice',
    name,
  )
}

export const setUpNfs: SetUp = (host, pod, volume) => mountNfs(host, pod, volume.name, volume.nfs!)

/** What mount(8) runs for a type that the kernel does not know. */
const nfsHelper = '/sbin/mount.nfs'

/** As `mount -t nfs` would: by the node's NFS client, if somebody installed one. */
async function mountNfs(
  host: VolumeHost,
  pod: Pod,
  name: string,
  { server, path, readOnly }: NFSVolumeSource,
  mountOptions: string[] = [],
): Promise<TreeNode> {
  const target = `/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/kubernetes.io~nfs/${name}`
  const options = [...(readOnly ? ['ro'] : []), ...mountOptions]
  const helperOptions = options.includes('ro') ? options : ['rw', ...options]
  const ran = await host.shell([nfsHelper, `${server}:${path}`, target, '-o', helperOptions.join(',')])
  if (ran?.code === 0) return ran.mounted.get(target) ?? directory(host.clock.now(), 0o777)
  const args = `-t nfs ${options.length > 0 ? `-o ${options.join(',')} ` : ''}${server}:${path} ${target}`
  const words = ran
    ? ran.output
    : `mount: ${target}: unknown filesystem type 'nfs'.\n       dmesg(1) may have more information after failed mount system call.\n`
  throw new MountError(
    `mount failed: exit status ${ran?.code ?? 32}\nMounting command: mount\nMounting arguments: ${args}\nOutput: ${words}`,
  )
}
