// What an image says of itself: its names, its files and what runs by default.
import type { DirectoryNode } from '../runtime/file-tree.ts'
import type { Program } from '../runtime/process.ts'

export interface Image {
  /** Full names without a tag, as containerd knows them: `docker.io/library/nginx`. Any tag is there. */
  readonly names: readonly string[]
  /** Of the manifest list: what follows `@` in imageID. */
  readonly digest: string
  readonly sizeBytes: number
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The variable that says which version this is: its value is the tag. */
  readonly versionVariable?: string
  readonly workingDirectory?: string
  /** User id that it runs as; 0 (root) unless told. A name stands for a user that only the image knows. */
  readonly user?: number | string
  /** Signal that asks the first process to end; 15 unless told. */
  readonly stopSignal?: number
  /** Mebibytes that its first process keeps in memory; 0.3 unless told. */
  readonly memoryMiB?: number
  /** Milliseconds of processor that a request to one of its ports takes; 0.5 unless told. */
  readonly requestMs?: number
  /** Programs besides those of busybox, by the name that its executable files carry. */
  readonly programs?: Readonly<Record<string, Program>>
  /** Builds its root file system, all of its own. */
  tree(nowMs: number): DirectoryNode
}

/** Gives an image its type; images/index.ts is the registry. */
export function defineImage(image: Image): Image {
  return image
}
