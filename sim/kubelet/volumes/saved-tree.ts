// File trees as plain data, so that a volume can be kept where the cluster is.
import type { Bytes } from '../../network/bytes.ts'
import { directory, file, type DirectoryNode, type TreeNode } from '../runtime/file-tree.ts'

/** A node as JSON holds it: `d` a directory's entries, `f` a file's bytes, `l` where a link leads. */
export interface SavedNode {
  d?: Record<string, SavedNode>
  f?: Bytes
  l?: string
  mode?: number
  /** Milliseconds since 1970. */
  at: number
}

/** Devices have no contents of their own and are left out. */
export function saveTree(tree: DirectoryNode): SavedNode {
  const entries: Record<string, SavedNode> = {}
  for (const [name, node] of tree.entries) {
    const saved = saveNode(node)
    if (saved) entries[name] = saved
  }
  return { d: entries, mode: tree.mode, at: tree.modifiedMs }
}

function saveNode(node: TreeNode): SavedNode | undefined {
  if (node.kind === 'directory') return saveTree(node)
  if (node.kind === 'file') return { f: node.data, mode: node.mode, at: node.modifiedMs }
  return node.kind === 'link' ? { l: node.target, at: node.modifiedMs } : undefined
}

/** The inverse of {@link saveTree}. */
export function loadTree({ d = {}, mode = 0o777, at }: SavedNode): DirectoryNode {
  const tree = directory(at, mode)
  for (const [name, saved] of Object.entries(d)) tree.entries.set(name, loadNode(saved))
  return tree
}

function loadNode(saved: SavedNode): TreeNode {
  if (saved.d) return loadTree(saved)
  if (saved.l !== undefined) return { kind: 'link', target: saved.l, modifiedMs: saved.at }
  return file(saved.f ?? '', saved.at, saved.mode)
}
