// Images that a cluster brings along: files over busybox, given as data.
import { bytesOf } from '../../network/bytes.ts'
import { seededRandom, seedOf } from '../../random.ts'
import type { DirectoryNode } from '../runtime/file-tree.ts'
import { directory, file } from '../runtime/file-tree.ts'
import { busybox, busyboxTree } from './busybox.ts'
import { defineImage, type Image } from './image.ts'
import { parseImage } from './reference.ts'

export interface BroughtImage {
  /** As a manifest names it, with its tag. */
  image: string
  /** Text by absolute path. Those that begin with `#!` can be executed. */
  files: Record<string, string>
  entrypoint?: string[]
  command?: string[]
  env?: Record<string, string>
  workdir?: string
  user?: number
}

/** Images by their full name; throws for a name that is none. */
export function broughtImages(brought: readonly BroughtImage[]): Map<string, Image> {
  return new Map(
    brought.map((spec) => {
      const reference = parseImage(spec.image)
      if (typeof reference === 'string') throw new Error(`imagen «${spec.image}»: ${reference}`)
      return [reference.full, imageOf(spec, reference.name)]
    }),
  )
}

function imageOf({ image, files, entrypoint, command, env, workdir, user }: BroughtImage, name: string): Image {
  const random = seededRandom(seedOf(image))
  const digest = Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('')
  return defineImage({
    names: [name],
    digest: `sha256:${digest}`,
    sizeBytes: busybox.sizeBytes + Object.values(files).reduce((sum, text) => sum + text.length, 0),
    ...(entrypoint ? { entrypoint } : {}),
    // As in a Dockerfile: an entrypoint of its own leaves the base's command behind.
    ...(command ? { command } : entrypoint ? {} : { command: busybox.command! }),
    env: { ...busybox.env, ...env },
    ...(workdir ? { workingDirectory: workdir } : {}),
    ...(user ? { user } : {}),
    tree: (nowMs) => withFiles(busyboxTree(nowMs), files, nowMs),
  })
}

function withFiles(root: DirectoryNode, files: Record<string, string>, nowMs: number): DirectoryNode {
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split('/').filter(Boolean)
    const name = parts.pop()!
    let at = root
    for (const part of parts) {
      const next = at.entries.get(part)
      const folder = next?.kind === 'directory' ? next : directory(nowMs)
      at.entries.set(part, folder)
      at = folder
    }
    at.entries.set(name, file(bytesOf(text), nowMs, text.startsWith('#!') ? 0o755 : 0o644))
  }
  return root
}
