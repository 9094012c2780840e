// A container's file system: its image's tree with volumes mounted into it. Everything is in memory and bounded.
import { limits } from '../../limits.ts'
import type { Bytes } from '../../network/bytes.ts'
import { isZeros } from './memory-meter.ts'
import {
  bytesBelow,
  copyTree,
  directory,
  file,
  FileError,
  type DirectoryNode,
  type FileErrorCode,
  type TreeNode,
} from './file-tree.ts'

/** A tree that appears at a path. A file can be mounted too (subPath). */
export interface Mount {
  path: string
  node: TreeNode
  readOnly: boolean
}

export interface FileSystem {
  readonly mounts: readonly Mount[]
  /** The tree under the mounts. */
  readonly root: DirectoryNode
  /** `path` made absolute and without `.`, `..` and double slashes. Links stay. */
  absolute(path: string, from: string): string
  /** What is at an absolute path; undefined when nothing is. `follow` (default) resolves a link at the end. */
  lookup(path: string, follow?: boolean): TreeNode | undefined
  /** Throws FileError, as all below. */
  read(path: string): Bytes
  write(path: string, data: Bytes, options?: { append?: boolean; mode?: number }): void
  list(path: string): string[]
  makeDirectory(path: string, options?: { parents?: boolean; mode?: number }): void
  remove(path: string, options?: { recursive?: boolean }): void
  rename(from: string, to: string): void
  copy(from: string, to: string): void
  link(path: string, target: string): void
  setMode(path: string, mode: number): void
  touch(path: string): void
}

const linksMax = 16

/** @param options `now`: cluster time in milliseconds, for modification times; `onGrow` hears before a file grows */
export function createFileSystem(
  root: DirectoryNode,
  mounts: Mount[],
  options: { now: () => number; readOnlyRoot?: boolean; onGrow?: (disk: TreeNode, bytes: number) => void },
): FileSystem {
  const byPath = new Map(mounts.map((mount) => [mount.path, mount]))
  for (const { path } of mounts) makeMountPoint(path)

  // The container runtime makes the directories that lead to a mount.
  function makeMountPoint(path: string): void {
    let node: TreeNode = byPath.get('/')?.node ?? root
    let at = ''
    for (const part of path.split('/').filter(Boolean).slice(0, -1)) {
      if (node.kind !== 'directory') return
      at += `/${part}`
      const next: TreeNode = byPath.get(at)?.node ?? node.entries.get(part) ?? directory(options.now())
      if (!node.entries.has(part)) node.entries.set(part, next.kind === 'directory' ? directory(options.now()) : next)
      node = byPath.get(at)?.node ?? node.entries.get(part)!
    }
  }

  function walk(path: string, follow: boolean): Reached {
    const reached = reach(path, follow)
    if (typeof reached === 'string') throw new FileError(reached)
    return reached
  }

  // Walks to a path; the last component is followed only on demand. Most ways lead nowhere (a shell looks for each command in
  // every folder of its PATH), and an Error costs more than the walk: what stopped it comes back as its code.
  function reach(path: string, follow: boolean, depth = 0): Reached | FileErrorCode {
    if (depth > linksMax) return 'ELOOP'
    let disk: TreeNode = byPath.get('/')?.node ?? root
    let node: TreeNode | undefined = disk
    let readOnly = options.readOnlyRoot ?? false
    let at = ''
    const parts = path.split('/').filter(Boolean)
    for (const [index, part] of parts.entries()) {
      if (node?.kind !== 'directory') return node ? 'ENOTDIR' : 'ENOENT'
      at += `/${part}`
      const mount = byPath.get(at)
      node = mount ? mount.node : node.entries.get(part)
      if (mount) ({ readOnly, node: disk } = mount)
      const last = index === parts.length - 1
      if (node?.kind === 'link' && (!last || follow)) {
        const rest = parts.slice(index + 1).join('/')
        const target = absolutePath(node.target, at.slice(0, at.lastIndexOf('/')) || '/')
        return reach(rest ? `${target}/${rest}` : target, follow, depth + 1)
      }
    }
    return { node, readOnly, disk }
  }

  function found(path: string): TreeNode {
    const { node } = walk(path, true)
    if (!node) throw new FileError('ENOENT')
    return node
  }

  // Where an entry goes or comes from: its directory, writable, and its name in it.
  function place(path: string): { parent: DirectoryNode; name: string; disk: TreeNode } {
    const slash = path.lastIndexOf('/')
    const { node: parent, readOnly, disk } = walk(path.slice(0, slash) || '/', true)
    if (!parent) throw new FileError('ENOENT')
    if (parent.kind !== 'directory') throw new FileError('ENOTDIR')
    if (readOnly) throw new FileError('EROFS')
    return { parent, name: path.slice(slash + 1), disk }
  }

  function put(path: string, make: (old: TreeNode | undefined) => TreeNode): void {
    const { parent, name } = place(path)
    if (byPath.has(path)) throw new FileError('EBUSY')
    parent.entries.set(name, make(parent.entries.get(name)))
    parent.modifiedMs = options.now()
  }

  function write(path: string, data: Bytes, { append = false, mode }: { append?: boolean; mode?: number } = {}): void {
    const { node, readOnly, disk } = walk(path, true)
    if (node?.kind === 'directory') throw new FileError('EISDIR')
    if (node?.kind === 'device') return
    if (readOnly) throw new FileError('EROFS')
    if (node?.kind === 'file') {
      const before = node.data.length
      const next = append ? node.data + data : data
      if (next.length > before && data.length > 0) makeRoom(disk, data, next.length - before, next.length)
      node.data = next
      node.modifiedMs = options.now()
      return
    }
    if (data.length > 0) makeRoom(disk, data, data.length, data.length)
    put(path, () => file(data, options.now(), mode))
  }

  function makeRoom(disk: TreeNode, data: Bytes, more: number, total: number): void {
    options.onGrow?.(disk, more)
    checkRoom(disk, data, more, total)
  }

  const system: FileSystem = {
    mounts,
    root,
    absolute: absolutePath,
    lookup(path, follow = true) {
      const reached = reach(path, follow)
      return typeof reached === 'string' ? undefined : reached.node
    },
    read(path) {
      const node = found(path)
      if (node.kind === 'directory') throw new FileError('EISDIR')
      return node.kind === 'file' ? node.data : ''
    },
    write,
    list(path) {
      const node = found(path)
      if (node.kind !== 'directory') throw new FileError('ENOTDIR')
      const here = path === '/' ? '' : path
      const mounted = mounts
        .filter((mount) => mount.path.slice(0, mount.path.lastIndexOf('/')) === here && mount.path !== '/')
        .map((mount) => mount.path.slice(here.length + 1))
      return [...new Set([...node.entries.keys(), ...mounted])].toSorted((a, b) => (a < b ? -1 : 1))
    },
    makeDirectory(path, { parents = false, mode } = {}) {
      const node = system.lookup(path)
      if (node) {
        if (parents && node.kind === 'directory') return
        throw new FileError('EEXIST')
      }
      const parent = path.slice(0, path.lastIndexOf('/')) || '/'
      if (parents && !system.lookup(parent)) system.makeDirectory(parent, { parents })
      put(path, () => directory(options.now(), mode))
    },
    remove(path, { recursive = false } = {}) {
      const { node } = walk(path, false)
      if (!node) throw new FileError('ENOENT')
      if (byPath.has(path)) throw new FileError('EBUSY')
      if (node.kind === 'directory' && !recursive && node.entries.size > 0) throw new FileError('ENOTEMPTY')
      const { parent, name } = place(path)
      parent.entries.delete(name)
      parent.modifiedMs = options.now()
    },
    rename(from, to) {
      const { node } = walk(from, false)
      if (!node) throw new FileError('ENOENT')
      if (byPath.has(from)) throw new FileError('EBUSY')
      const source = place(from)
      put(to, () => node)
      if (from !== to) source.parent.entries.delete(source.name)
    },
    copy(from, to) {
      const node = found(from)
      if (node.kind === 'directory') put(to, () => copyTree(node))
      else write(to, system.read(from), { mode: node.kind === 'file' ? node.mode : undefined })
    },
    link(path, target) {
      if (system.lookup(path, false)) throw new FileError('EEXIST')
      put(path, () => ({ kind: 'link', target, modifiedMs: options.now() }))
    },
    setMode(path, mode) {
      const { node, readOnly } = walk(path, true)
      if (!node) throw new FileError('ENOENT')
      if (readOnly) throw new FileError('EROFS')
      if (node.kind === 'file' || node.kind === 'directory') node.mode = mode
    },
    touch(path) {
      const { node, readOnly } = walk(path, true)
      if (!node) return write(path, '')
      if (readOnly) throw new FileError('EROFS')
      node.modifiedMs = options.now()
    },
  }
  return system
}

/** Where a path leads, whether its place can be written, and the disk it is on. */
interface Reached {
  node: TreeNode | undefined
  readOnly: boolean
  disk: TreeNode
}

/** Zeros cost nothing, so there may be many of them: what fills a disk in a lab is seldom anything else. */
function checkRoom(disk: TreeNode, data: Bytes, more: number, total: number): void {
  const zeros = isZeros(data)
  const fileMax = zeros ? limits.zeroBytesMax : limits.fileBytesMax
  const diskMax = zeros ? limits.zeroBytesMax : limits.diskBytesMax
  if (total > fileMax || bytesBelow(disk) + more > diskMax) throw new FileError('ENOSPC')
}

function absolutePath(path: string, from: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${from}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}
