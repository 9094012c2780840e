// `tar`: archives in the ustar format, created and extracted. What `kubectl cp` runs in a container.
// Format: POSIX.1-1988 ustar, with GNU's long names (which busybox writes) and POSIX pax paths (which Go writes).
import { textOf, type Bytes } from '../../network/bytes.ts'
import { createPipe, readAll, type ByteSink, type ByteSource } from '../../network/pipe.ts'
import { FileError, type TreeNode } from '../runtime/file-tree.ts'
import type { Process } from '../runtime/process.ts'
import { limits } from '../../limits.ts'
import { AppletError, applet, complain, openInput } from './applet.ts'

const blockBytes = 512
const nameBytesMax = 100
/** busybox ends an archive with two empty blocks and nothing more. */
const endOfArchive = '\0'.repeat(2 * blockBytes)
const types = { file: '0', oldFile: '\0', link: '2', directory: '5', longName: 'L', pax: 'x' } as const
const long = ['no-same-permissions', 'no-same-owner', 'overwrite', 'strip-components=']

const run = applet('ctxvf:C:mopOkhz', tar, long)

/** The first word's letters are options even without a dash, with their values in the words after it. */
export const tarProgram = (process: Process): Promise<number> => {
  const [name = 'tar', first = '', ...rest] = process.args
  if (first.startsWith('-') || first === '') return run(process)
  const valued = [...first.matchAll(/[fC]/g)].map(([letter]) => [`-${letter}`, rest.shift() ?? ''])
  const plain = first.replaceAll(/[fC]/g, '')
  return run({ ...process, args: [name, ...(plain ? [`-${plain}`] : []), ...valued.flat(), ...rest] })
}

async function tar(process: Process, { flags, rest }: { flags: Map<string, string>; rest: string[] }): Promise<number> {
  if (flags.has('z')) throw new AppletError('gzip is not available here')
  const at = process.path(flags.get('C') ?? '.')
  if (flags.has('C') && process.files.lookup(at)?.kind !== 'directory')
    throw new AppletError(`can't change directory to '${flags.get('C')}': No such file or directory`)
  const file = flags.get('f') ?? '-'
  if (flags.has('c')) return create(process, at, file, rest, flags.has('v'))
  if (!flags.has('x') && !flags.has('t')) throw new AppletError('need at least one option of c, t, x')
  const input = await openInput(process, file)
  if (!input) return 1
  return read(process, at, input, rest, { list: flags.has('t'), verbose: flags.has('v') })
}

async function create(process: Process, at: string, file: string, names: string[], verbose: boolean): Promise<number> {
  if (names.length === 0) throw new AppletError('empty archive')
  const pipe = createPipe()
  const kept = file === '-' ? undefined : readAll(pipe)
  const output: ByteSink = file === '-' ? { write: (bytes) => written(process, bytes), close: () => undefined } : pipe
  let failed = false
  let warned = false
  for (const name of names) {
    const path = process.files.absolute(name, at)
    const node = process.files.lookup(path, false)
    if (name.startsWith('/') && !warned) {
      warned = true
      await complain(process, "removing leading '/' from member names")
    }
    if (node) await add(process, output, path, name.replace(/^\/+/, '') || '.', node, verbose)
    else {
      failed = true
      await complain(process, `${name}: No such file or directory`)
    }
  }
  await output.write(endOfArchive)
  output.close()
  if (kept) process.files.write(process.path(file), await kept)
  if (failed) await complain(process, 'error exit delayed from previous errors')
  return failed ? 1 : 0
}

async function written(process: Process, bytes: Bytes): Promise<boolean> {
  await process.print(bytes)
  return true
}

async function add(
  process: Process,
  output: ByteSink,
  path: string,
  name: string,
  node: TreeNode,
  verbose: boolean,
): Promise<void> {
  if (node.kind === 'device') return
  const member = node.kind === 'directory' ? `${name.replace(/\/$/, '')}/` : name
  if (verbose) await process.complain(`${member}\n`)
  if (member.length > nameBytesMax) {
    await output.write(header('././@LongLink', types.longName, member.length + 1, 0, 0, ''))
    await output.write(padded(`${member}\0`))
  }
  const seconds = Math.floor(node.modifiedMs / 1000)
  if (node.kind === 'link') return void (await output.write(header(member, types.link, 0, 0o777, seconds, node.target)))
  if (node.kind === 'file') {
    await output.write(header(member, types.file, node.data.length, node.mode, seconds, ''))
    return void (await output.write(padded(node.data)))
  }
  await output.write(header(member, types.directory, 0, node.mode, seconds, ''))
  for (const entry of process.files.list(path)) {
    const below = `${path.replace(/\/$/, '')}/${entry}`
    const child = process.files.lookup(below, false)
    if (child) await add(process, output, below, `${member}${entry}`, child, verbose)
  }
}

function header(name: Bytes, type: string, size: number, mode: number, seconds: number, link: Bytes): Bytes {
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`
  const text = (value: Bytes, width: number): string => value.slice(0, width).padEnd(width, '\0')
  const before = [
    text(name, 100),
    octal(mode & 0o7777, 8),
    octal(0, 8),
    octal(0, 8),
    octal(size, 12),
    octal(seconds, 12),
  ]
  const after = [type, text(link, 100), 'ustar  \0', text('root', 32), text('root', 32)].join('').padEnd(356, '\0')
  // The sum counts its own field as eight blanks.
  const sum = sumOf(`${before.join('')}        ${after}`)
  return `${before.join('')}${sum.toString(8).padStart(6, '0')}\0 ${after}`
}

function sumOf(bytes: Bytes): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at++) sum += bytes.charCodeAt(at)
  return sum
}

function padded(data: Bytes): Bytes {
  return data.padEnd(Math.ceil(data.length / blockBytes) * blockBytes, '\0')
}

interface Member {
  name: Bytes
  type: string
  size: number
  mode: number
  link: Bytes
}

async function read(
  process: Process,
  at: string,
  input: ByteSource,
  wanted: string[],
  { list, verbose }: { list: boolean; verbose: boolean },
): Promise<number> {
  const take = taker(input)
  let longName = ''
  for (let block = await take(blockBytes); block !== ''; block = await take(blockBytes)) {
    if (block.length < blockBytes) throw new AppletError('short read')
    if (/^\0*$/.test(block)) break
    const member = memberOf(block)
    if (member.size > limits.diskBytesMax) throw new AppletError(`${member.name}: No space left on device`)
    const data = (await take(Math.ceil(member.size / blockBytes) * blockBytes)).slice(0, member.size)
    if (data.length < member.size) throw new AppletError('short read')
    if (member.type === types.longName) longName = data.replace(/\0.*$/s, '')
    else if (member.type === types.pax) longName = paxPath(data) ?? longName
    else {
      const name = (longName || member.name).replace(/^\/+/, '')
      longName = ''
      if (wanted.length > 0 && !wanted.some((one) => name === one || name.startsWith(`${one.replace(/\/$/, '')}/`)))
        continue
      if (name.split('/').includes('..')) throw new AppletError(`name with '..' found: '${textOf(name)}'`)
      if (list) await process.print(`${name}\n`)
      else if (verbose) await process.print(`${name}\n`)
      if (!list) extract(process, process.files.absolute(name, at), member, data)
    }
  }
  // A writer that still pads its archive must not find that nobody listens.
  while ((await input.read()) !== undefined);
  return 0
}

function extract({ files }: Process, path: string, { type, mode, link }: Member, data: Bytes): void {
  const folder = path.replace(/\/[^/]*\/?$/, '') || '/'
  if (!files.lookup(folder)) files.makeDirectory(folder, { parents: true })
  const present = files.lookup(path, false)
  if (type === types.directory) {
    if (present?.kind !== 'directory') files.makeDirectory(path, { mode })
  } else if (type === types.link) {
    if (present) files.remove(path)
    files.link(path, link)
  } else if (type === types.file || type === types.oldFile) {
    if (present?.kind === 'directory') throw new FileError('EISDIR')
    files.write(path, data, { mode })
  }
}

function memberOf(block: Bytes): Member {
  const text = (from: number, length: number): Bytes => block.slice(from, from + length).replace(/\0.*$/s, '')
  const number = (from: number, length: number): number => Number.parseInt(text(from, length).trim() || '0', 8)
  const sum = sumOf(`${block.slice(0, 148)}        ${block.slice(156)}`)
  if (number(148, 8) !== sum) throw new AppletError('invalid tar magic')
  // GNU's own variant (two blanks) has no prefix field.
  const prefix = block.slice(257, 263) === 'ustar\0' ? text(345, 155) : ''
  return {
    name: prefix ? `${prefix}/${text(0, 100)}` : text(0, 100),
    type: block[156]!,
    size: number(124, 12),
    mode: number(100, 8),
    link: text(157, 100),
  }
}

/** The path among pax records: `LENGTH KEY=VALUE` lines. */
function paxPath(records: Bytes): Bytes | undefined {
  return /^\d+ path=(.*)$/m.exec(records)?.[1]
}

/** Gives exactly as many bytes as asked for, fewer at the end. */
function taker(input: ByteSource): (count: number) => Promise<Bytes> {
  let rest = ''
  return async (count) => {
    while (rest.length < count) {
      const part = await input.read()
      if (part === undefined) break
      rest += part
    }
    const taken = rest.slice(0, count)
    rest = rest.slice(count)
    return taken
  }
}
