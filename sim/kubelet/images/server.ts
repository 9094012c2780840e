// The common frame of images that are a server: a tree over busybox' commands, a port, and an end when asked.
import { ConnectError } from '../../network/connection.ts'
import type { Listener } from '../../network/listeners.ts'
import { signals, type Process } from '../runtime/process.ts'
import { directory, file, type DirectoryNode } from '../runtime/file-tree.ts'
import { busyboxTree } from './busybox.ts'

/** busybox' tree with more files in it: path → text, or the name of the program that it runs. */
export function treeWith(nowMs: number, files: Record<string, string | { program: string }>): DirectoryNode {
  const root = busyboxTree(nowMs)
  for (const [path, content] of Object.entries(files)) {
    const parts = path.split('/').filter(Boolean)
    const name = parts.pop()!
    let at = root
    for (const part of parts) {
      const next = at.entries.get(part) ?? directory(nowMs)
      at.entries.set(part, next)
      at = next as DirectoryNode
    }
    at.entries.set(
      name,
      typeof content === 'string' ? file(content, nowMs) : { ...file('', nowMs, 0o755), program: content.program },
    )
  }
  return root
}

/** Serves a port until one of the signals comes; then ends with status 0. Status 1 when the port is taken. */
export async function serveUntilAsked(
  process: Process,
  port: number,
  listener: Listener,
  stopSignals: number[] = [signals.TERM!, signals.INT!, signals.QUIT!],
): Promise<number> {
  const close = process.machine.host.listen(port, listener)
  if (!close) {
    await process.complain(`bind() to 0.0.0.0:${port} failed (98: Address already in use)\n`)
    return 1
  }
  process.killed.addEventListener('abort', close, { once: true })
  await process.until(
    new Promise<void>((resolve) => {
      for (const signal of stopSignals) process.onSignal(signal, resolve)
    }),
  )
  close()
  return 0
}

/** Does somebody take connections there? Gives up after three seconds. */
export async function portAnswers(process: Process, host: string, port: number): Promise<boolean> {
  const stop = new AbortController()
  const cancel = process.machine.clock.after(3000, () => stop.abort())
  try {
    const connection = await process.until(process.machine.host.connect(host, port, stop.signal))
    connection.close()
    return true
  } catch (error) {
    if (error instanceof ConnectError) return false
    throw error
  } finally {
    cancel()
  }
}
