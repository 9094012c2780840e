// A cluster's changes on disk, written before anyone sees them, so that no acknowledged write is lost by kill -9.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Change, Stored } from '../store/store.ts'

/** A line of the file: a change (`v` absent: deleted), or with `k` absent the revision that a rewritten file stands at. */
interface Line {
  r: number
  k?: string
  v?: unknown
}

export interface Journal<T> {
  /** What the file held when it was opened. */
  readonly initial: { revision: number; entries: Stored<T>[] }
  /** Appends one change; throws when it cannot be written (disk full). */
  append(change: Change<T>): void
  close(): void
}

/** Bytes beyond which a file is written anew, when at least half of it is history. */
const rewriteBytesMin = 4 * 1024 * 1024

/** Opens or makes the file. A torn last line (the process died in it) was never acknowledged and is dropped. */
export function openJournal<T extends object>(file: string, freeze: (value: T) => T): Journal<T> {
  const entries = new Map<string, Stored<T>>()
  let revision = 1
  for (const line of readLines(file)) {
    revision = line.r
    if (line.k === undefined) continue
    if (line.v === undefined) entries.delete(line.k)
    else entries.set(line.k, { key: line.k, value: freeze(line.v as T), revision: line.r })
  }
  const initial = { revision, entries: [...entries.values()] }
  mkdirSync(dirname(file), { recursive: true })
  // Starting from a compact file keeps opening fast however long the cluster lived.
  let { descriptor, bytes } = rewrite(file, revision, entries.values())
  let compactBytes = bytes
  return {
    initial,
    append(change) {
      const { key, value, revision: at } = change
      const line = encode(change.type === 'delete' ? { r: at, k: key } : { r: at, k: key, v: value })
      writeAll(descriptor, line)
      bytes += line.length
      revision = at
      if (change.type === 'delete') entries.delete(key)
      else entries.set(key, { key, value, revision: at })
      if (bytes > Math.max(rewriteBytesMin, compactBytes * 2)) {
        closeSync(descriptor)
        ;({ descriptor, bytes } = rewrite(file, revision, entries.values()))
        compactBytes = bytes
      }
    },
    close: () => closeSync(descriptor),
  }
}

function readLines(file: string): Line[] {
  if (!existsSync(file)) return []
  const lines: Line[] = []
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (text === '') continue
    try {
      lines.push(JSON.parse(text) as Line)
    } catch {
      break
    }
  }
  return lines
}

function rewrite(
  file: string,
  revision: number,
  entries: Iterable<Stored<object>>,
): { descriptor: number; bytes: number } {
  const temporary = `${file}.new`
  const descriptor = openSync(temporary, 'w', 0o600)
  let bytes = 0
  const put = (line: Line): void => {
    const data = encode(line)
    writeAll(descriptor, data)
    bytes += data.length
  }
  // In order of revision, so that a reader of the last line knows where the store stands.
  for (const { key, value, revision: r } of [...entries].sort((a, b) => a.revision - b.revision))
    put({ r, k: key, v: value })
  put({ r: revision })
  fsyncSync(descriptor)
  renameSync(temporary, file)
  return { descriptor, bytes }
}

function encode(line: Line): Buffer {
  return Buffer.from(JSON.stringify(line) + '\n')
}

function writeAll(descriptor: number, data: Buffer): void {
  for (let at = 0; at < data.length;) at += writeSync(descriptor, data, at)
}
