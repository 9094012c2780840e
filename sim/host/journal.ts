// A cluster's changes on disk, written before anyone sees them, so that no acknowledged write is lost by kill -9.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Change, Stored } from '../store/store.ts'

/**
 * A line of the file: a change at `t` (`v` absent: deleted, with `gone` as its last state), or with `k` absent the revision
 * at which the history begins.
 * Before that line stands what there was then.
 */
interface Line {
  r: number
  k?: string
  v?: unknown
  gone?: unknown
  t?: number
}

export interface Journal<T> {
  /** What the file held when it was opened. */
  readonly initial: { revision: number; entries: Stored<T>[]; history: readonly Change<T>[] }
  /** Appends one change; throws when it cannot be written (disk full). */
  append(change: Change<T>): void
  close(): void
}

const bytesMaxDefault = 16 * 1024 * 1024

/**
 * Opens or makes the file. A torn last line (the process died in it) was never acknowledged and is dropped.
 * @param bytesMax size of the file beyond which the older half of the history is forgotten
 */
export function openJournal<T extends object>(
  file: string,
  freeze: (value: T) => T,
  bytesMax = bytesMaxDefault,
): Journal<T> {
  const { base, revision, history } = readHistory(readLines(file), freeze)
  const now = new Map(base.entries)
  for (const change of history) apply(now, change)
  const initial = { revision, entries: [...now.values()], history: history.slice() }
  mkdirSync(dirname(file), { recursive: true })
  let { descriptor, bytes } = rewrite(file, base, history)
  let bytesAllowed = Math.max(bytesMax, bytes * 2)

  /** Forgets the older half; what cannot be forgotten, since it is there now, may take more room. */
  function forget(): void {
    for (const change of history.splice(0, Math.ceil(history.length / 2))) {
      apply(base.entries, change)
      base.revision = change.revision
    }
    closeSync(descriptor)
    ;({ descriptor, bytes } = rewrite(file, base, history))
    bytesAllowed = Math.max(bytesMax, bytes * 2)
  }

  return {
    initial,
    append(change) {
      const line = encode(lineOf(change))
      writeAll(descriptor, line)
      bytes += line.length
      history.push(change)
      if (bytes > bytesAllowed) forget()
    },
    close: () => closeSync(descriptor),
  }
}

interface Base<T> {
  entries: Map<string, Stored<T>>
  /** Of its newest change. */
  revision: number
}

function readHistory<T extends object>(
  lines: Line[],
  freeze: (value: T) => T,
): { base: Base<T>; revision: number; history: Change<T>[] } {
  const begins = lines.findLastIndex(({ k }) => k === undefined)
  const base: Base<T> = { entries: new Map(), revision: lines[begins]?.r ?? 1 }
  for (const { k, v, r } of lines.slice(0, Math.max(begins, 0))) {
    if (k === undefined) continue
    if (v === undefined) base.entries.delete(k)
    else base.entries.set(k, { key: k, value: freeze(v as T), revision: r })
  }
  const now = new Map([...base.entries].map(([key, { value }]) => [key, value]))
  const history = lines.slice(begins + 1).map(({ r: revision, k: key = '', v, gone, t: at = 0 }): Change<T> => {
    const previous = now.get(key)
    if (v === undefined) {
      now.delete(key)
      const value = gone === undefined ? previous! : freeze(gone as T)
      return { type: 'delete', key, value, previous: previous!, revision, at }
    }
    const value = freeze(v as T)
    now.set(key, value)
    return previous
      ? { type: 'update', key, value, previous, revision, at }
      : { type: 'create', key, value, revision, at }
  })
  return { base, revision: history.at(-1)?.revision ?? base.revision, history }
}

function apply<T>(entries: Map<string, Stored<T>>, { type, key, value, revision }: Change<T>): void {
  if (type === 'delete') entries.delete(key)
  else entries.set(key, { key, value, revision })
}

function lineOf<T>({ type, key: k, value: v, revision: r, at: t }: Change<T>): Line {
  return type === 'delete' ? { r, k, gone: v, t } : { r, k, v, t }
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

function rewrite<T>(
  file: string,
  { entries, revision }: Base<T>,
  history: readonly Change<T>[],
): { descriptor: number; bytes: number } {
  const temporary = `${file}.new`
  const descriptor = openSync(temporary, 'w', 0o600)
  let bytes = 0
  const put = (line: Line): void => {
    const data = encode(line)
    writeAll(descriptor, data)
    bytes += data.length
  }
  for (const { key, value, revision: r } of entries.values()) put({ r, k: key, v: value })
  put({ r: revision })
  for (const change of history) put(lineOf(change))
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
