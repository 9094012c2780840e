// The log of one run of a container: its two streams in order of writing, bounded.
import { microTimestamp, type Clock } from '../clock.ts'
import { bytesOf, textOf, toArray, type Bytes } from '../network/bytes.ts'
import type { ByteSink } from '../network/pipe.ts'
import { limits } from '../limits.ts'

export interface ContainerLog {
  readonly output: ByteSink
  readonly errors: ByteSink
  /** No more will be written: followers come to their end. */
  close(): void
  /** The last `lines` lines, at most `bytes` bytes, as text. */
  tail(lines: number, bytes: number): string
  read(options: LogQuery): ReadableStream<Uint8Array>
}

interface LogQuery {
  follow: boolean
  timestamps: boolean
  tailLines?: number
  limitBytes?: number
  /** Lines written before this instant are left out. */
  sinceMs?: number
}

interface Line {
  text: Bytes
  atMs: number
  /** Number of the line since the start; older ones may be gone. */
  number: number
}

export function createContainerLog(clock: Clock): ContainerLog {
  let lines: Line[] = []
  let bytes = 0
  let count = 0
  let closed = false
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const run of Array.from(waiting)) run()
  }

  function add(text: Bytes): void {
    lines.push({ text, atMs: clock.now(), number: count++ })
    bytes += text.length
    // Trimming in blocks keeps the cost of a line flat.
    if (bytes > limits.containerLogBytesMax * 1.25) {
      let dropped = 0
      while (bytes > limits.containerLogBytesMax) bytes -= lines[dropped++]!.text.length
      lines = lines.slice(dropped)
    }
    wake()
  }

  function sink(): ByteSink {
    let rest = ''
    return {
      async write(part) {
        if (closed) return true
        const complete = (rest + part).split('\n')
        rest = complete.pop()!
        for (const line of complete) add(`${line}\n`)
        // A piece without an end of line is shown once it is long enough, or when the container ends.
        if (rest.length > 16_384) {
          add(rest)
          rest = ''
        } else if (rest !== '') ends.set(this, () => rest !== '' && add(rest))
        else ends.delete(this)
        return true
      },
      close: () => undefined,
    }
  }
  const ends = new Map<ByteSink, () => void>()

  function shown(line: Line, timestamps: boolean): Uint8Array {
    const stamp = timestamps ? `${microTimestamp(line.atMs).replace('Z', '000Z')} ` : ''
    return toArray(bytesOf(stamp) + line.text)
  }

  return {
    output: sink(),
    errors: sink(),
    close() {
      for (const flush of ends.values()) flush()
      closed = true
      wake()
    },
    tail(wanted, most) {
      const text = lines
        .slice(-wanted)
        .map((line) => line.text)
        .join('')
      return textOf(text.slice(Math.max(text.length - most, 0)))
    },
    read({ follow, timestamps, tailLines, limitBytes = Infinity, sinceMs = 0 }) {
      const recent = lines.filter((line) => line.atMs >= sinceMs)
      const chosen = tailLines === undefined ? recent : tailLines === 0 ? [] : recent.slice(-tailLines)
      let next = chosen[0]?.number ?? count
      let left = limitBytes
      let cancelled = false
      return new ReadableStream({
        async pull(controller) {
          for (;;) {
            const line = lines.find((one) => one.number >= next)
            if (line && left > 0) {
              next = line.number + 1
              const chunk = shown(line, timestamps).slice(0, left)
              left -= chunk.length
              return controller.enqueue(chunk)
            }
            if (!follow || closed || left <= 0 || cancelled) return controller.close()
            await new Promise<void>((resolve) => {
              const run = (): void => {
                waiting.delete(run)
                resolve()
              }
              waiting.add(run)
            })
          }
        },
        cancel() {
          cancelled = true
          wake()
        },
      })
    },
  }
}
