// What of a cluster outlives its process: the journal of its changes, what its volumes hold, and how its clock stood.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { deepFreeze } from '../api/freeze.ts'
import type { KubeObject } from '../api/object.ts'
import { realClock, type SteeredClock } from '../clock.ts'
import type { SavedContents } from '../kubelet/volumes/contents.ts'
import type { StoreOptions } from '../store/store.ts'
import { openClock } from './clock-file.ts'
import { openJournal } from './journal.ts'
import { openVolumeFile } from './volume-file.ts'

export interface Keeping extends Pick<StoreOptions<KubeObject>, 'initial' | 'commit'> {
  clock: SteeredClock
  /** What volumes and nodes' disks held; none when nothing was kept. */
  volumes?: SavedContents
  /** Keeps from now on what `volumes` gives. */
  follow(volumes: () => SavedContents): void
  close(): void
}

/** @param folder of the cluster; made where it is not there */
export function keepIn(folder: string, clockRate?: number): Keeping {
  mkdirSync(folder, { recursive: true })
  const journal = openJournal<KubeObject>(join(folder, 'journal.jsonl'), deepFreeze)
  const volumes = openVolumeFile(join(folder, 'volumes.json'))
  return {
    clock: openClock(join(folder, 'clock.json'), clockRate),
    initial: journal.initial,
    commit: (change) => journal.append(change),
    volumes: volumes.initial,
    follow: (current) => volumes.follow(current),
    close() {
      volumes.close()
      journal.close()
    },
  }
}

/** For a cluster that ends with its process. */
export function keepNothing(clockRate?: number): Keeping {
  return { clock: realClock(clockRate), follow: () => {}, close: () => {} }
}
