// The nodes of an in-memory file tree and what can go wrong with a path.
import type { Bytes } from '../../network/bytes.ts'

export interface FileNode {
  kind: 'file'
  data: Bytes
  mode: number
  modifiedMs: number
  /** Name of the program that runs when this file is executed; a file without one is a script. */
  program?: string
}

export interface DirectoryNode {
  kind: 'directory'
  entries: Map<string, TreeNode>
  mode: number
  modifiedMs: number
}

interface LinkNode {
  kind: 'link'
  target: string
  modifiedMs: number
}

/** `null`: swallows what is written; the others are the process' own streams. */
export interface DeviceNode {
  kind: 'device'
  device: 'null' | 'zero' | 'random' | 'stdin' | 'stdout' | 'stderr' | 'container-stdout' | 'container-stderr'
  modifiedMs: number
}

export type TreeNode = FileNode | DirectoryNode | LinkNode | DeviceNode

export type FileErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'EROFS'
  | 'EBUSY'
  | 'ELOOP'
  | 'ENOSPC'
  | 'EACCES'

/** A file operation that failed; the message is the C library's. */
export class FileError extends Error {
  readonly code: FileErrorCode
  constructor(code: FileErrorCode) {
    super(fileErrorWords[code])
    this.name = 'FileError'
    this.code = code
  }
}

const fileErrorWords: Record<FileErrorCode, string> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  EROFS: 'Read-only file system',
  EBUSY: 'Resource busy',
  ELOOP: 'Too many levels of symbolic links',
  ENOSPC: 'No space left on device',
  EACCES: 'Permission denied',
}

/** An empty directory. */
export function directory(modifiedMs: number, mode = 0o755): DirectoryNode {
  return { kind: 'directory', entries: new Map(), mode, modifiedMs }
}

export function file(data: Bytes, modifiedMs: number, mode = 0o644): FileNode {
  return { kind: 'file', data, mode, modifiedMs }
}

/** Bytes of every file below a node. */
export function bytesBelow(node: TreeNode): number {
  if (node.kind === 'file') return node.data.length
  if (node.kind !== 'directory') return 0
  return [...node.entries.values()].reduce((sum, entry) => sum + bytesBelow(entry), 0)
}

/** A copy that shares nothing with the original. */
export function copyTree(node: TreeNode): TreeNode {
  if (node.kind !== 'directory') return { ...node }
  return { ...node, entries: new Map([...node.entries].map(([name, entry]) => [name, copyTree(entry)])) }
}
