// What persistent volumes hold: it outlives pods, and goes with the volume.
import { persistentVolumes } from '../../api/refs.ts'
import type { Context } from '../../client/context.ts'
import { directory, type DirectoryNode } from '../runtime/file-tree.ts'

export interface VolumeContents {
  /** The tree of a persistent volume, by its uid; empty at first. */
  of(uid: string): DirectoryNode
}

/** Contents that are dropped when their PersistentVolume is deleted. */
export function createVolumeContents(context: Pick<Context, 'clock' | 'informers'>): VolumeContents {
  const trees = new Map<string, DirectoryNode>()
  context.informers.for(persistentVolumes).on({
    deleted: (volume) => void trees.delete(volume.metadata.uid!),
  })
  return {
    of(uid) {
      const tree = trees.get(uid) ?? directory(context.clock.now(), 0o777)
      trees.set(uid, tree)
      return tree
    },
  }
}
