// Commands over files: ls, mkdir, rmdir, rm, mv, cp, ln, touch, chmod, chown, stat, find, du, df, mount, readlink, basename, dirname, mktemp.
import { timestamp } from '../../clock.ts'
import { bytesBelow, FileError, type TreeNode } from '../runtime/file-tree.ts'
import type { Process, Program } from '../runtime/process.ts'
import { applet, AppletError, complain } from './applet.ts'
import { patternSource } from '../shell/pattern.ts'

/** Runs `act` for each name; a file error becomes `describe(name): words` and status 1. */
async function each(
  process: Process,
  names: string[],
  describe: (name: string) => string,
  act: (name: string) => Promise<void> | void,
): Promise<number> {
  let status = 0
  for (const name of names) {
    try {
      await act(name)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await complain(process, `${describe(name)}: ${error.message}`)
      status = 1
    }
  }
  return status
}

const ls = applet('la1AdhRtrSFin', async (process, { flags, rest }) => {
  const names = rest.length > 0 ? rest : ['.']
  return each(
    process,
    names,
    (name) => name,
    async (name) => {
      const path = process.path(name)
      const node = process.files.lookup(path)
      if (!node) throw new FileError('ENOENT')
      if (node.kind !== 'directory' || flags.has('d')) return process.print(entry(node, name, flags.has('l')))
      if (names.length > 1) await process.print(`${name}:\n`)
      const hidden = flags.has('a') || flags.has('A')
      const entries = process.files.list(path).filter((one) => hidden || !one.startsWith('.'))
      const all = [...(flags.has('a') ? ['.', '..'] : []), ...(flags.has('r') ? entries.toReversed() : entries)]
      for (const one of all) {
        const found = process.files.lookup(process.files.absolute(one, path), false)
        if (found) await process.print(entry(found, one, flags.has('l')))
      }
    },
  )
})

function entry(node: TreeNode, name: string, long: boolean): string {
  if (!long) return `${name}\n`
  const letter = { file: '-', directory: 'd', link: 'l', device: 'c' }[node.kind]
  const mode = node.kind === 'file' || node.kind === 'directory' ? node.mode : 0o777
  const size = `${node.kind === 'file' ? node.data.length : node.kind === 'directory' ? 4096 : 0}`
  const date = timestamp(node.modifiedMs)
  const when = `${months[Number(date.slice(5, 7)) - 1]} ${`${Number(date.slice(8, 10))}`.padStart(2)} ${date.slice(11, 16)}`
  const target = node.kind === 'link' ? ` -> ${node.target}` : ''
  return `${letter}${modeLetters(mode)}    1 root     root     ${size.padStart(9)} ${when} ${name}${target}\n`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function modeLetters(mode: number): string {
  return Array.from('rwxrwxrwx')
    .map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'))
    .join('')
}

const mkdir = applet('pm:', (process, { flags, rest }) =>
  each(
    process,
    rest,
    (name) => `can't create directory '${name}'`,
    (name) => {
      const mode = flags.has('m') ? parseInt(flags.get('m')!, 8) : undefined
      process.files.makeDirectory(process.path(name), {
        parents: flags.has('p'),
        ...(mode === undefined ? {} : { mode }),
      })
    },
  ),
)

const rmdir = applet('p', (process, { rest }) =>
  each(
    process,
    rest,
    (name) => `'${name}'`,
    (name) => {
      if (process.files.lookup(process.path(name))?.kind === 'file') throw new FileError('ENOTDIR')
      process.files.remove(process.path(name))
    },
  ),
)

const rm = applet('rRfi', (process, { flags, rest }) =>
  each(
    process,
    rest,
    (name) => `can't remove '${name}'`,
    async (name) => {
      const path = process.path(name)
      const recursive = flags.has('r') || flags.has('R')
      const node = process.files.lookup(path, false)
      if (!node && flags.has('f')) return
      if (node?.kind === 'directory' && !recursive) throw new AppletError(`'${name}' is a directory`)
      process.files.remove(path, { recursive })
    },
  ),
)

/** `cp a b` or `cp a b… folder`: pairs of source and destination. */
function pairs(process: Process, rest: string[]): { source: string; target: string }[] {
  if (rest.length < 2) throw new AppletError('missing file operand')
  const last = rest.at(-1)!
  const into = process.files.lookup(process.path(last))?.kind === 'directory'
  if (!into && rest.length > 2) throw new AppletError(`target '${last}' is not a directory`)
  return rest.slice(0, -1).map((source) => ({
    source,
    target: into ? process.path(`${last}/${source.replace(/\/+$/, '').replace(/^.*\//, '')}`) : process.path(last),
  }))
}

const cp = applet('rRafpd', async (process, { flags, rest }) => {
  const targets = new Map(pairs(process, rest).map(({ source, target }) => [source, target]))
  return each(
    process,
    [...targets.keys()],
    (name) => `can't stat '${name}'`,
    (name) => {
      const recursive = flags.has('r') || flags.has('R') || flags.has('a')
      if (process.files.lookup(process.path(name))?.kind === 'directory' && !recursive)
        throw new AppletError(`omitting directory '${name}'`)
      process.files.copy(process.path(name), targets.get(name)!)
    },
  )
})

const mv = applet('fin', async (process, { rest }) => {
  const targets = new Map(pairs(process, rest).map(({ source, target }) => [source, target]))
  return each(
    process,
    [...targets.keys()],
    (name) => `can't rename '${name}'`,
    (name) => process.files.rename(process.path(name), targets.get(name)!),
  )
})

const ln = applet('sf', async (process, { flags, rest }) => {
  const [target = '', name = target.replace(/^.*\//, '')] = rest
  const path =
    process.files.lookup(process.path(name))?.kind === 'directory'
      ? process.path(`${name}/${target.replace(/^.*\//, '')}`)
      : process.path(name)
  return each(
    process,
    [name],
    (one) => one,
    () => {
      if (flags.has('f') && process.files.lookup(path, false)) process.files.remove(path)
      if (flags.has('s')) process.files.link(path, target)
      else process.files.copy(process.path(target), path)
    },
  )
})

const touch = applet('cad:t:', (process, { flags, rest }) =>
  each(
    process,
    rest,
    (name) => name,
    (name) => {
      if (flags.has('c') && !process.files.lookup(process.path(name))) return
      process.files.touch(process.path(name))
    },
  ),
)

const chmod = applet('Rx', async (process, { rest, flags }) => {
  const [mode = '', ...names] = flags.has('x') ? ['+x', ...rest] : rest
  return each(
    process,
    names,
    (name) => name,
    (name) => {
      const path = process.path(name)
      const node = process.files.lookup(path)
      const old = node && 'mode' in node ? node.mode : 0o644
      process.files.setMode(path, /^[0-7]+$/.test(mode) ? parseInt(mode, 8) : symbolic(old, mode))
    },
  )
})

function symbolic(old: number, text: string): number {
  let mode = old
  for (const clause of text.split(',')) {
    const [, who = '', sign = '+', what = ''] = /^([ugoa]*)([-+=])([rwxX]*)$/.exec(clause) ?? []
    const bits = Array.from(what).reduce((sum, letter) => sum | { r: 4, w: 2, x: 1, X: 1 }[letter]!, 0)
    for (const [letter, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (who !== '' && !who.includes(letter) && !who.includes('a')) continue
      if (sign === '+') mode |= bits << shift
      else if (sign === '-') mode &= ~(bits << shift)
      else mode = (mode & ~(7 << shift)) | (bits << shift)
    }
  }
  return mode
}

const chown = applet('Rh', (process, { rest }) =>
  each(
    process,
    rest.slice(1),
    (name) => name,
    (name) => {
      if (!process.files.lookup(process.path(name))) throw new FileError('ENOENT')
    },
  ),
)

const stat = applet('c:', (process, { flags, rest }) =>
  each(
    process,
    rest,
    (name) => `can't stat '${name}'`,
    async (name) => {
      const node = process.files.lookup(process.path(name))
      if (!node) throw new FileError('ENOENT')
      const size = `${node.kind === 'file' ? node.data.length : 4096}`
      const mode = 'mode' in node ? node.mode.toString(8) : '777'
      const values: Record<string, string> = {
        s: size,
        a: mode,
        n: name,
        U: 'root',
        G: 'root',
        Y: `${Math.floor(node.modifiedMs / 1000)}`,
        F: node.kind === 'file' ? 'regular file' : node.kind,
      }
      const format = flags.get('c') ?? '  File: %n\n  Size: %s\n  Mode: %a'
      await process.print(`${format.replace(/%([sanUGYF])/g, (_, letter: string) => values[letter]!)}\n`)
    },
  ),
)

const find: Program = async (process) => {
  const words = process.args.slice(1)
  const split = words.findIndex((word) => word.startsWith('-'))
  const roots = (split === -1 ? words : words.slice(0, split)).filter(Boolean)
  const tests = split === -1 ? [] : words.slice(split)
  const value = (name: string): string | undefined =>
    tests.includes(name) ? tests[tests.indexOf(name) + 1] : undefined
  const name = value('-name')
  const expression =
    name === undefined ? undefined : new RegExp(`^(?:${patternSource([{ text: name, quoted: false }])})$`)
  const type = value('-type')
  const deepest = Number(value('-maxdepth') ?? Infinity)
  const visit = async (shown: string, depth: number): Promise<void> => {
    const path = process.path(shown)
    const node = process.files.lookup(path, false)
    if (!node) throw new FileError('ENOENT')
    const base = shown.replace(/^.*\//, '') || shown
    if (
      (!expression || expression.test(base)) &&
      (!type || type === { file: 'f', directory: 'd', link: 'l', device: 'c' }[node.kind])
    )
      await process.print(`${shown}\n`)
    if (node.kind !== 'directory' || depth >= deepest) return
    for (const one of process.files.list(path)) await visit(`${shown === '/' ? '' : shown}/${one}`, depth + 1)
  }
  return each(
    process,
    roots.length > 0 ? roots : ['.'],
    (one) => one,
    (one) => visit(one, 0),
  )
}

const du = applet('shka', (process, { rest }) =>
  each(
    process,
    rest.length > 0 ? rest : ['.'],
    (name) => name,
    async (name) => {
      const node = process.files.lookup(process.path(name))
      if (!node) throw new FileError('ENOENT')
      await process.print(`${Math.ceil(bytesBelow(node) / 1024)}\t${name}\n`)
    },
  ),
)

/** The node's disk in KiB, as every file system of it shows: a volume has no size of its own. */
const nodeDisk = { total: 61_202_244, used: 18_360_672 }

const df = applet('hkPT', async (process, { flags, rest }) => {
  const size = (kibibytes: number): string =>
    flags.has('h') ? `${(kibibytes / 1024 / 1024).toFixed(1)}G` : `${kibibytes}`
  const free = nodeDisk.total - nodeDisk.used
  const places =
    rest.length > 0
      ? rest.map((name) => mountOf(process, process.path(name)))
      : ['/', ...process.files.mounts.map((mount) => mount.path)]
  await process.print(
    `Filesystem           ${flags.has('h') ? '     Size' : '1K-blocks'}      Used Available Use% Mounted on\n`,
  )
  for (const place of places) {
    const device = place === '/' ? 'overlay' : '/dev/vda1'
    const percent = `${Math.round((nodeDisk.used / nodeDisk.total) * 100)}%`
    await process.print(
      `${device.padEnd(20)} ${size(nodeDisk.total).padStart(9)} ${size(nodeDisk.used).padStart(9)} ${size(free).padStart(9)} ${percent.padStart(4)} ${place}\n`,
    )
  }
  return 0
})

function mountOf(process: Process, path: string): string {
  const fitting = process.files.mounts
    .map((mount) => mount.path)
    .filter((mount) => path === mount || path.startsWith(`${mount}/`))
  return fitting.toSorted((a, b) => b.length - a.length)[0] ?? '/'
}

const mount: Program = async (process) => {
  await process.print('overlay on / type overlay (rw,relatime)\n')
  for (const { path, readOnly } of process.files.mounts)
    await process.print(`/dev/vda1 on ${path} type ext4 (${readOnly ? 'ro' : 'rw'},relatime)\n`)
  return 0
}

const readlink = applet('f', async (process, { flags, rest }) => {
  const node = process.files.lookup(process.path(rest[0] ?? ''), false)
  if (!node || (node.kind !== 'link' && !flags.has('f'))) return 1
  await process.print(`${node.kind === 'link' ? node.target : process.path(rest[0]!)}\n`)
  return 0
})

const basename = applet('', async (process, { rest: [name = '', suffix = ''] }) => {
  const base = name.replace(/\/+$/, '').replace(/^.*\//, '')
  await process.print(`${suffix && base.endsWith(suffix) && base !== suffix ? base.slice(0, -suffix.length) : base}\n`)
  return 0
})

const dirname = applet('', async (process, { rest: [name = ''] }) => {
  const trimmed = name.replace(/\/+$/, '')
  await process.print(`${trimmed.includes('/') ? trimmed.slice(0, trimmed.lastIndexOf('/')) || '/' : '.'}\n`)
  return 0
})

const mktemp = applet('dp:', async (process, { flags, rest }) => {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
  const letter = (): string => letters[Math.floor(process.machine.random() * letters.length)]!
  const path = process.path((rest[0] ?? '/tmp/tmp.XXXXXX').replace(/X{3,}$/, (run) => Array.from(run, letter).join('')))
  if (flags.has('d')) process.files.makeDirectory(path)
  else process.files.write(path, '')
  await process.print(`${path}\n`)
  return 0
})

export const fileApplets: Record<string, Program> = {
  ls,
  mkdir,
  rmdir,
  rm,
  mv,
  cp,
  ln,
  touch,
  chmod,
  chown,
  stat,
  find,
  du,
  df,
  mount,
  readlink,
  basename,
  dirname,
  mktemp,
}
