// hostPath: files of the (simulated) node itself. k8s: pkg/volume/hostpath/host_path.go
import type { TreeNode } from '../runtime/file-tree.ts'
import { MountError, type VolumeHost } from './volume.ts'

/** The tree at a path of the node, made when its type asks for that. Throws MountError when it is not what it should be. */
export function hostPathTree(host: VolumeHost, { path, type = '' }: { path: string; type?: string }): TreeNode {
  const absolute = host.files.absolute(path, '/')
  const present = host.files.lookup(absolute)
  const fail = (what: string): never => {
    throw new MountError(`hostPath type check failed: ${path} is not ${what}`)
  }
  switch (type) {
    case 'Directory':
      return present?.kind === 'directory' ? present : fail('a directory')
    case 'File':
      return present?.kind === 'file' ? present : fail('a file')
    case 'Socket':
      return fail('a socket file')
    case 'CharDevice':
      return present?.kind === 'device' ? present : fail('a character device')
    case 'BlockDevice':
      return fail('a block device')
    case 'FileOrCreate':
      if (present && present.kind !== 'file') fail('a file')
      if (!present) host.files.write(absolute, '')
      break
    default:
      if (type === 'DirectoryOrCreate' && present && present.kind !== 'directory') fail('a directory')
      if (!present) host.files.makeDirectory(absolute, { parents: true })
  }
  return host.files.lookup(absolute)!
}
