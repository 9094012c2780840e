// A terminal's line discipline: what is typed is shown, edited and given to the process a line at a time; keys are signals.
import { createPipe, type ByteSink, type ByteSource, type ReadOptions, type TerminalSize } from '../../network/pipe.ts'
import type { Bytes } from '../../network/bytes.ts'
import { signals } from './process.ts'

export interface Terminal {
  /** What the process reads. */
  readonly input: ByteSource
  /** What the process writes. */
  readonly output: ByteSink
  readonly size: TerminalSize
  /** What the screen shows. */
  readonly screen: ByteSource & { close(): void }
  /** Keys, as the person's own terminal sends them in raw mode. */
  type(keys: Bytes): Promise<void>
  /** No more keys. */
  end(): void
}

const keys = { interrupt: '\x03', end: '\x04', quit: '\x1c', kill: '\x15', word: '\x17', backspace: '\x7f\b' }
const linesMax = 1000
/** Linux' N_TTY holds one line of at most this length. */
const lineBytesMax = 4096

/** @param signal told of the keys that are signals: INT, QUIT */
export function createTerminal(signal: (number: number) => void): Terminal {
  const size = { columns: 80, rows: 24 }
  const lines = createLines()
  const screen = createPipe()
  let line: Bytes = ''
  const show = (bytes: Bytes): Promise<boolean> => screen.write(bytes)

  async function erase(to: number): Promise<void> {
    // One column for each character, however many bytes it has.
    const columns = line.slice(to).replace(/[\x80-\xbf]/g, '').length
    line = line.slice(0, to)
    await show('\b \b'.repeat(columns))
  }

  async function press(key: Bytes): Promise<void> {
    if (key === keys.interrupt || key === keys.quit) {
      line = ''
      await show(key === keys.interrupt ? '^C' : '^\\')
      return signal(key === keys.interrupt ? signals.INT! : signals.QUIT!)
    }
    if (key === keys.end) {
      const typed = line
      line = ''
      return lines.write(typed)
    }
    if (keys.backspace.includes(key)) return line === '' ? undefined : erase(lastCharacter(line))
    if (key === keys.kill) return erase(0)
    if (key === keys.word) return erase(line.search(/\S+\s*$/) === -1 ? 0 : line.search(/\S+\s*$/))
    if (key === '\r' || key === '\n') {
      await show('\r\n')
      const typed = `${line}\n`
      line = ''
      return lines.write(typed)
    }
    if (line.length >= lineBytesMax) return void (await show('\x07'))
    line += key
    await show(key < ' ' && key !== '\t' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key)
  }

  return {
    size,
    input: { read: (options) => lines.read(options), cancel: () => undefined, terminal: size },
    output: { write: (bytes) => show(bytes.replaceAll('\n', '\r\n')), close: () => undefined, terminal: size },
    screen,
    async type(typed) {
      for (const key of typed) await press(key)
    },
    end: () => lines.end(),
  }
}

/** What was typed and not yet read. An empty line is Ctrl-D: the end of input for one reader, not for the next. */
function createLines() {
  const queue: Bytes[] = []
  let ended = false
  const waiting: (() => void)[] = []
  const wake = (): void => waiting.splice(0).forEach((run) => run())
  return {
    async read({ max, signal }: ReadOptions = {}): Promise<Bytes | undefined> {
      while (queue.length === 0) {
        if (ended) return undefined
        await new Promise<void>((resolve) => waiting.push(resolve))
        if (signal?.aborted) return undefined
      }
      const line = queue.shift()!
      if (line === '') return undefined
      const taken = line.slice(0, max)
      if (taken.length < line.length) queue.unshift(line.slice(taken.length))
      return taken
    },
    async write(line: Bytes): Promise<void> {
      // As Linux does: what does not fit is lost, and the keys that are signals still arrive.
      if (queue.length < linesMax) queue.push(line)
      wake()
    },
    end() {
      ended = true
      wake()
    },
  }
}

/** Where the last character of a line begins: UTF-8's follow-up bytes are part of it. */
function lastCharacter(line: Bytes): number {
  let at = line.length - 1
  while (at > 0 && (line.charCodeAt(at) & 0xc0) === 0x80) at--
  return at
}
