// A node's own disk, as hostPath volumes and the node's own programs see it.
import type { Mount } from '../runtime/file-system.ts'
import { directory, type DirectoryNode } from '../runtime/file-tree.ts'
import type { VolumeContents } from './contents.ts'

/** Where every node of a cluster sees the same directory: its storage network. The k3s provider mounts one there too. */
const sharedPath = '/srv/nas'

/** The disk of a node, kept from run to run. */
export function nodeDisk(
  contents: VolumeContents,
  name: string,
  nowMs: number,
): { root: DirectoryNode; mounts: Mount[] } {
  return {
    root: contents.ofNode(name, () => freshDisk(nowMs)),
    mounts: [{ path: sharedPath, node: contents.of('nas'), readOnly: false }],
  }
}

const folders = ['etc', 'home', 'mnt', 'opt', 'proc', 'root', 'run', 'srv', 'sys', 'tmp', 'usr', 'var']

/** The folders that a Linux node has anyway. */
function freshDisk(nowMs: number): DirectoryNode {
  const root = directory(nowMs)
  const within = (parent: DirectoryNode, names: string[]): void => {
    for (const name of names) parent.entries.set(name, directory(nowMs))
  }
  within(root, folders)
  within(root.entries.get('var') as DirectoryNode, ['lib', 'log', 'tmp'])
  within(root.entries.get('usr') as DirectoryNode, ['bin', 'lib', 'sbin'])
  for (const name of ['lib', 'sbin']) root.entries.set(name, { kind: 'link', target: `usr/${name}`, modifiedMs: nowMs })
  return root
}
