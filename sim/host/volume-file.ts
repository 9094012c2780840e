// What a cluster's volumes and nodes' disks hold, on the host's: written when it has changed, and when the cluster stops.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { SavedContents } from '../kubelet/volumes/contents.ts'

/** Looked at this often: a process that is killed loses at most so much of what its pods wrote, as a disk without fsync would. */
const lookMs = 2000

export interface VolumeFile {
  /** What was kept; {} where nothing was. */
  readonly initial: SavedContents
  /** Writes what `current` gives whenever it differs. */
  follow(current: () => SavedContents): void
  /** Writes a last time and stops looking. */
  close(): void
}

export function openVolumeFile(file: string): VolumeFile {
  let written = existsSync(file) ? readFileSync(file, 'utf8') : '{}'
  let keep = (): void => undefined
  let timer: NodeJS.Timeout | undefined
  return {
    initial: JSON.parse(written) as SavedContents,
    follow(current) {
      keep = () => {
        const text = JSON.stringify(current())
        if (text === written) return
        writeFileSync(`${file}.new`, text, { mode: 0o600 })
        renameSync(`${file}.new`, file)
        written = text
      }
      timer = setInterval(keep, lookMs)
      timer.unref()
    },
    close() {
      clearInterval(timer)
      keep()
    },
  }
}
