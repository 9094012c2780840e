// The frame of a small command: options, complaints in the usual form, exit codes.
import { bytesOf, textOf, type Bytes } from '../../network/bytes.ts'
import { sourceOf, type ByteSource } from '../../network/pipe.ts'
import { limits } from '../../limits.ts'
import { FileError } from '../runtime/file-tree.ts'
import { zeroBlock, zeroBytes } from '../runtime/memory-meter.ts'
import type { Process, Program } from '../runtime/process.ts'
import { OptionError, parseOptions, type Options } from './options.ts'

/** Ends an applet with a message after its name and status 1 (or another). */
export class AppletError extends Error {
  readonly status: number
  constructor(message: string, status = 1) {
    super(message)
    this.status = status
  }
}

/** A program from a function of parsed options. AppletError, wrong options and file errors become messages. */
export function applet(
  spec: string,
  run: (process: Process, options: Options) => Promise<number>,
  long: readonly string[] = [],
): Program {
  return async (process) => {
    try {
      return await run(process, parseOptions(process.args, spec, long))
    } catch (error) {
      if (error instanceof AppletError) {
        await complain(process, error.message)
        return error.status
      }
      if (!(error instanceof OptionError) && !(error instanceof FileError)) throw error
      await complain(process, error.message)
      return 1
    }
  }
}

/** `cat: message`. */
export function complain(process: Process, message: string): Promise<void> {
  return process.complain(bytesOf(`${nameOf(process)}: ${textOf(message)}\n`))
}

export function nameOf(process: Process): string {
  return (process.args[0] ?? '').replace(/^.*\//, '')
}

/** A file, or standard input for `-`. Complains (and gives undefined) when it cannot be opened. */
export async function openInput(process: Process, name: string): Promise<ByteSource | undefined> {
  if (name === '-') return process.input
  try {
    const path = process.path(name)
    const node = process.files.lookup(path)
    if (node?.kind === 'device' && node.device === 'stdin') return process.input
    if (node?.kind === 'device' && node.device === 'zero') return zeroSource(process)
    return sourceOf(process.files.read(path))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await complain(process, `can't open '${name}': ${error.message}`)
    return undefined
  }
}

/** `/dev/zero`: a mebibyte a millisecond, as long as somebody reads. */
function zeroSource(process: Process): ByteSource {
  let readBytes = 0
  return {
    async read({ max = zeroBlock.length } = {}) {
      const bytes = Math.min(max, limits.fileBytesMax)
      readBytes += bytes
      if (readBytes >= zeroPerMs) {
        await process.sleep(Math.floor(readBytes / zeroPerMs))
        readBytes %= zeroPerMs
      }
      return zeroBytes(bytes)
    },
    cancel: () => undefined,
  }
}

const zeroPerMs = 1024 * 1024

/** Everything that a source gives, held in the process' memory meanwhile. */
export async function readWhole(process: Process, source: ByteSource): Promise<Bytes> {
  const { memory } = process.machine
  let text = ''
  for (let part = await source.read(); part !== undefined; part = await source.read()) {
    text += part
    memory.hold(process.pid, text.length)
  }
  memory.hold(process.pid, 0)
  return text
}

/** The contents of each file (standard input without names), and whether all could be read. */
export async function readInputs(
  process: Process,
  names: string[],
): Promise<{ texts: { name: string; text: Bytes }[]; failed: boolean }> {
  const texts: { name: string; text: Bytes }[] = []
  let failed = false
  for (const name of names.length > 0 ? names : ['-']) {
    const source = await openInput(process, name)
    if (source) texts.push({ name, text: await readWhole(process, source) })
    else failed = true
  }
  return { texts, failed }
}

/** Text as lines; a missing end of line at the end makes no difference. */
export function linesOf(text: Bytes): Bytes[] {
  if (text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}

/** Complete lines as they arrive, and the rest at the end. */
export async function* linesFrom(source: ByteSource): AsyncGenerator<Bytes> {
  let line = ''
  for (let part = await source.read({ until: '\n' }); part !== undefined; part = await source.read({ until: '\n' })) {
    line += part
    if (!line.endsWith('\n')) continue
    yield line.slice(0, -1)
    line = ''
  }
  if (line !== '') yield line
}
