// What every kind of volume is: a tree that a node sets up for a pod.
import type { Client } from '../../client/client.ts'
import type { Clock } from '../../clock.ts'
import type { Pod, Volume } from '../../generated/types.ts'
import type { FileSystem } from '../runtime/file-system.ts'
import type { TreeNode } from '../runtime/file-tree.ts'
import type { VolumeContents } from './contents.ts'
import type { NodeShell } from './node-shell.ts'
import type { PodTokens } from './pod-tokens.ts'

export interface VolumeHost {
  readonly clock: Clock
  readonly client: Client
  readonly nodeName: string
  /** The node's own files, for hostPath. */
  readonly files: FileSystem
  /** Runs a program of the node's own. */
  readonly shell: NodeShell
  /** Contents of persistent volumes, wherever they are mounted. */
  readonly contents: VolumeContents
  /** Volumes for one pod alone that are mounted on the node: the PersistentVolume's name → the pod's uid. */
  readonly heldAlone: Map<string, string>
  readonly tokens: PodTokens
  readonly node: { address: string; allocatable: Record<string, string> }
}

/** Sets a volume up; calling it again brings an existing tree up to date. Throws MountError with the kubelet's words. */
export type SetUp = (host: VolumeHost, pod: Pod, volume: Volume, existing: TreeNode | undefined) => Promise<TreeNode>

/** `not attached`: it is only waited for, without a word. */
export type MountStep = 'MountVolume.SetUp' | 'MountVolume.WaitForAttach' | 'MountVolume.MountDevice' | 'not attached'

/** A volume that cannot be mounted. `step` is the operation that failed. */
export class MountError extends Error {
  readonly step: MountStep
  /** The PersistentVolume's name, where events speak of that instead of the pod's volume. */
  readonly volumeName: string | undefined
  constructor(message: string, step: MountStep = 'MountVolume.SetUp', volumeName?: string) {
    super(message)
    this.step = step
    this.volumeName = volumeName
  }
}
