// Which kind of volume is set up how, and the name under which the kubelet speaks of it.
import type { Pod, Volume } from '../../generated/types.ts'
import { directory, type TreeNode } from '../runtime/file-tree.ts'
import { hostPathTree } from './host-path.ts'
import { setUpConfigMap, setUpDownwardApi, setUpProjected, setUpSecret } from './key-files.ts'
import { setUpClaim, setUpNfs } from './persistent.ts'
import { MountError, type SetUp, type VolumeHost } from './volume.ts'

const kinds: [keyof Volume, SetUp][] = [
  ['emptyDir', async (host, _pod, _volume, existing) => existing ?? directory(host.clock.now(), 0o777)],
  ['configMap', setUpConfigMap],
  ['secret', setUpSecret],
  ['downwardAPI', setUpDownwardApi],
  ['projected', setUpProjected],
  ['hostPath', async (host, _pod, volume) => hostPathTree(host, volume.hostPath!)],
  ['persistentVolumeClaim', setUpClaim],
  ['ephemeral', setUpClaim],
  ['nfs', setUpNfs],
  [
    'iscsi',
    async () => {
      throw new MountError('executable file not found in $PATH', 'MountVolume.WaitForAttach')
    },
  ],
]

/** Kinds whose contents follow their source while the pod runs. */
const live = new Set<keyof Volume>(['configMap', 'secret', 'downwardAPI', 'projected'])

/** Sets up one volume of a pod. Throws MountError. */
export async function setUpVolume(
  host: VolumeHost,
  pod: Pod,
  volume: Volume,
  existing: TreeNode | undefined,
): Promise<TreeNode> {
  const kind = kinds.find(([field]) => volume[field] !== undefined)
  // A volume without a source is an emptyDir (the server fills that in).
  return kind ? kind[1](host, pod, volume, existing) : (existing ?? directory(host.clock.now(), 0o777))
}

export function isLive(volume: Volume): boolean {
  return kinds.some(([field]) => live.has(field) && volume[field] !== undefined)
}
