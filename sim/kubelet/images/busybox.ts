// busybox, any tag: a shell and small commands.
import { applets } from '../applets/index.ts'
import { directory, file, type DirectoryNode, type TreeNode } from '../runtime/file-tree.ts'
import { defineImage } from './image.ts'

export const busybox = defineImage({
  names: ['docker.io/library/busybox'],
  digest: 'sha256:9ae97d36d26566ff84e8893c64a6dc4fe8ca6d1144bf5b87b2b85a32def253c7',
  sizeBytes: 2_224_358,
  command: ['sh'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  tree: busyboxTree,
})

/** A fresh root file system of the image. */
export function busyboxTree(nowMs: number): DirectoryNode {
  const root = directory(nowMs)
  const bin = directory(nowMs)
  for (const name of [...applets.keys(), 'busybox']) {
    bin.entries.set(name, { ...file('', nowMs, 0o755), program: name === 'busybox' ? 'sh' : name })
  }
  const folders: Record<string, TreeNode> = {
    bin,
    tmp: directory(nowMs, 0o1777),
    usr: directory(nowMs),
    var: directory(nowMs),
  }
  for (const name of ['dev', 'etc', 'home', 'proc', 'root', 'run', 'sys']) folders[name] = directory(nowMs)
  for (const [name, node] of Object.entries(folders)) root.entries.set(name, node)
  ;(folders.var as DirectoryNode).entries.set('www', directory(nowMs))
  ;(folders.var as DirectoryNode).entries.set('run', directory(nowMs))
  ;(folders.etc as DirectoryNode).entries.set(
    'passwd',
    file('root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n', nowMs),
  )
  ;(folders.etc as DirectoryNode).entries.set('group', file('root:x:0:\nnobody:x:65534:\n', nowMs))
  return root
}
