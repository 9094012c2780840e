// What outlives pods: the contents of persistent volumes, which go with their volume, and the nodes' own disks.
import { persistentVolumes } from '../../api/refs.ts'
import type { Context } from '../../client/context.ts'
import { directory, type DirectoryNode } from '../runtime/file-tree.ts'
import { loadTree, type SavedNode, saveTree } from './saved-tree.ts'

/** Contents by the uid of their volume or the name of their node, as plain data. */
export type SavedContents = Record<string, SavedNode>

export interface VolumeContents {
  /** The tree of a persistent volume, by its uid; empty at first. */
  of(uid: string): DirectoryNode
  /** The tree of a node's disk; `fresh` makes that of a node that has none yet. */
  ofNode(name: string, fresh: () => DirectoryNode): DirectoryNode
  /** All of them as they are now. */
  save(): SavedContents
}

/** Contents that are dropped when their PersistentVolume is deleted. @param saved what an earlier run kept. */
export function createVolumeContents(
  context: Pick<Context, 'clock' | 'informers'>,
  saved: SavedContents = {},
): VolumeContents {
  const trees = new Map(Object.entries(saved).map(([uid, tree]) => [uid, loadTree(tree)]))
  context.informers.for(persistentVolumes).on({
    deleted: (volume) => void trees.delete(volume.metadata.uid!),
  })
  function at(key: string, fresh: () => DirectoryNode): DirectoryNode {
    const tree = trees.get(key) ?? fresh()
    trees.set(key, tree)
    return tree
  }
  return {
    of: (uid) => at(uid, () => directory(context.clock.now(), 0o777)),
    ofNode: (name, fresh) => at(`node/${name}`, fresh),
    save: () => Object.fromEntries([...trees].map(([uid, tree]) => [uid, saveTree(tree)])),
  }
}
