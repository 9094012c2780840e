// `dd`: blocks from one file to another.
import type { Bytes } from '../../network/bytes.ts'
import type { ByteSource } from '../../network/pipe.ts'
import { FileError } from '../runtime/file-tree.ts'
import type { Process, Program } from '../runtime/process.ts'
import { AppletError, complain, openInput } from './applet.ts'

const multipliers: Record<string, number> = { '': 1, c: 1, w: 2, b: 512, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }
const writeBytesMax = 1024 * 1024

export const dd: Program = async (process) => {
  try {
    return await copy(
      process,
      new Map(process.args.slice(1).map((word) => [word.split('=')[0]!, word.slice(word.indexOf('=') + 1)])),
    )
  } catch (error) {
    if (!(error instanceof AppletError)) throw error
    await complain(process, error.message)
    return error.status
  }
}

async function copy(process: Process, options: Map<string, string>): Promise<number> {
  const blockBytes = amount(options.get('bs') ?? options.get('ibs') ?? '512')
  const blocks = options.has('count') ? amount(options.get('count')!) : Infinity
  const to = options.get('of')
  const source = await openInput(process, options.get('if') ?? '-')
  if (!source) return 1
  const begunMs = process.machine.clock.now()
  let path = to === undefined ? undefined : process.path(to)
  if (path !== undefined) {
    if (!(options.get('conv') ?? '').includes('notrunc')) attempt(process, to!, () => process.files.write(path!, ''))
    if (process.files.lookup(path)?.kind === 'device') path = undefined
  }
  const counts = { whole: 0, part: 0, bytes: 0 }
  let status = 0
  for (let block = 0; block < blocks; block++) {
    const data = await blockOf(source, blockBytes)
    if (data === '') break
    if (data.length === blockBytes) counts.whole++
    else counts.part++
    try {
      await write(process, path, to, data)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await complain(process, `error writing '${to}': ${error.message}`)
      status = 1
      break
    }
    counts.bytes += data.length
  }
  await report(process, counts, process.machine.clock.now() - begunMs)
  return status
}

async function write(process: Process, path: string | undefined, to: string | undefined, data: Bytes): Promise<void> {
  if (path === undefined) {
    if (to === undefined) await process.print(data)
    return
  }
  for (let at = 0; at < data.length; at += writeBytesMax) {
    process.files.write(path, data.length <= writeBytesMax ? data : data.slice(at, at + writeBytesMax), {
      append: true,
    })
    // Whoever wrote more than there is of memory is gone here.
    await process.until(Promise.resolve())
  }
}

async function blockOf(source: ByteSource, bytes: number): Promise<Bytes> {
  let data = ''
  while (data.length < bytes) {
    const part = await source.read({ max: bytes - data.length })
    if (part === undefined) break
    data += part
  }
  return data
}

async function report(
  process: Process,
  { whole, part, bytes }: { whole: number; part: number; bytes: number },
  tookMs: number,
): Promise<void> {
  const seconds = Math.max(tookMs, 1) / 1000
  const lines = [`${whole}+${part} records in`, `${whole}+${part} records out`]
  await process.complain(
    `${lines.join('\n')}\n${bytes} bytes (${human(bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${human(bytes / seconds)}B/s\n`,
  )
}

function human(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T']
  let at = 0
  let value = bytes
  for (; value >= 1024 && at < units.length - 1; at++) value /= 1024
  return at === 0 ? `${Math.round(value)}` : `${value.toFixed(1)}${units[at]}`
}

function amount(text: string): number {
  const found = /^(\d+)([cwbkKMG]?)B?$/.exec(text)
  if (!found) throw new AppletError(`invalid number '${text}'`)
  return Number(found[1]) * multipliers[found[2]!]!
}

function attempt(process: Process, name: string, act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new AppletError(`can't open '${name}': ${error.message}`)
  }
}
