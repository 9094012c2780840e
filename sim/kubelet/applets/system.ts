// Commands about the machine and its processes: sleep, date, hostname, env, id, ps and others.
import { bytesOf, textOf } from '../../network/bytes.ts'
import { sleep as clockSleep, timestamp } from '../../clock.ts'
import { defaultPath, findCommand, loadExecutable } from '../runtime/executable.ts'
import type { Process, Program } from '../runtime/process.ts'
import { signals, withChanges } from '../runtime/process.ts'
import { applet, AppletError, complain } from './applet.ts'
import { linesOf } from './applet.ts'
import { readAll } from '../../network/pipe.ts'

const unitSeconds: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

function seconds(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(text)
  return found ? Number(found[1]) * unitSeconds[found[2]!]! : undefined
}

const sleep: Program = async (process) => {
  const words = process.args.slice(1)
  if (words.length === 0) {
    await process.complain('BusyBox v1.36.1 multi-call binary.\n\nUsage: sleep [N]...\n')
    return 1
  }
  let total = 0
  for (const word of words) {
    if (word === 'infinity' || word === 'inf') await process.until(new Promise(() => undefined))
    const value = seconds(word)
    if (value === undefined) {
      await complain(process, `invalid number '${word}'`)
      return 1
    }
    total += value
  }
  await process.sleep(total * 1000)
  return 0
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const date = applet('uRId:D:r:', async (process, { flags, rest }) => {
  const given = flags.get('d')
  const nowMs = given?.startsWith('@') ? Number(given.slice(1)) * 1000 : process.machine.clock.now()
  const format =
    rest.find((word) => word.startsWith('+'))?.slice(1) ?? (flags.has('I') ? '%Y-%m-%d' : '%a %b %e %H:%M:%S UTC %Y')
  await process.print(`${formatDate(nowMs, format)}\n`)
  return 0
})

function formatDate(nowMs: number, format: string): string {
  const text = timestamp(nowMs)
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)]
  const weekday = (Math.floor(nowMs / 86_400_000) + 4) % 7
  const parts: Record<string, string> = {
    Y: year,
    m: month,
    d: day,
    e: `${Number(day)}`.padStart(2),
    H: text.slice(11, 13),
    M: text.slice(14, 16),
    S: text.slice(17, 19),
    s: `${Math.floor(nowMs / 1000)}`,
    F: `${year}-${month}-${day}`,
    T: text.slice(11, 19),
    D: `${month}/${day}/${year.slice(2)}`,
    y: year.slice(2),
    a: days[weekday]!,
    b: months[Number(month) - 1]!,
    u: `${weekday || 7}`,
    w: `${weekday}`,
    Z: 'UTC',
    z: '+0000',
    N: `${nowMs % 1000}`.padStart(3, '0').padEnd(9, '0'),
    n: '\n',
    t: '\t',
    '%': '%',
    c: `${days[weekday]} ${months[Number(month) - 1]} ${`${Number(day)}`.padStart(2)} ${text.slice(11, 19)} ${year}`,
  }
  return format.replace(/%([A-Za-z%])/g, (match, letter: string) => parts[letter] ?? match)
}

const hostname = applet('sifd', async (process, { flags }) => {
  const { host } = process.machine
  const name = flags.has('f') ? (canonicalName(process, host.hostname) ?? host.hostname) : host.hostname
  await process.print(`${flags.has('i') ? host.address : name}\n`)
  return 0
})

/** The first name of the line of /etc/hosts that has this one. */
function canonicalName(process: Process, name: string): string | undefined {
  if (!process.files.lookup('/etc/hosts')) return undefined
  const lines = textOf(process.files.read('/etc/hosts')).split('\n')
  const words = lines.map((line) => line.split('#')[0]!.trim().split(/\s+/).slice(1))
  return words.find((names) => names.includes(name))?.[0]
}

/** Runs another command in the place of this one, as env, nice, timeout and xargs do. */
async function become(
  process: Process,
  args: string[],
  env: ReadonlyMap<string, string> = process.env,
): Promise<number> {
  const name = args[0]!
  const path = findCommand(process.files, name, env.get('PATH') ?? defaultPath, process.directory)
  const executable = path === undefined ? undefined : loadExecutable(process.machine, process.files, path, args)
  if (executable === undefined || typeof executable === 'string') {
    await complain(process, `can't execute '${name}': No such file or directory`)
    return 127
  }
  return executable.program(withChanges(process, { args: executable.args, env }))
}

const env: Program = async (process) => {
  const words = process.args.slice(1)
  const variables = new Map(words[0] === '-i' && words.shift() ? [] : process.env)
  while (words[0] === '-u') variables.delete(words.splice(0, 2)[1] ?? '')
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) {
    const [name = '', value = ''] = words.shift()!.split(/=(.*)/s)
    variables.set(name, value)
  }
  if (words.length > 0) return become(process, words, variables)
  for (const [name, value] of variables) await process.print(`${name}=${value}\n`)
  return 0
}

const printenv: Program = async (process) => {
  const [, name] = process.args
  if (name === undefined) return env(process)
  const value = process.env.get(name)
  if (value !== undefined) await process.print(`${value}\n`)
  return value === undefined ? 1 : 0
}

const id = applet('ugnGr', async (process, { flags }) => {
  const { user } = process.machine
  const name = user === 0 ? 'root' : `${user}`
  const groups = user === 0 ? '0(root),10(wheel)' : `${user}`
  const whole = user === 0 ? `uid=0(root) gid=0(root) groups=${groups}` : `uid=${user} gid=0(root) groups=0(root)`
  await process.print(`${flags.has('u') || flags.has('g') ? (flags.has('n') ? name : user) : whole}\n`)
  return 0
})

const ps: Program = async (process) => {
  await process.print('PID   USER     TIME  COMMAND\n')
  for (const one of process.machine.processes.list()) {
    await process.print(`${`${one.pid}`.padStart(5)} root      0:00 ${one.args.join(' ')}\n`)
  }
  return 0
}

const pidof: Program = async (process) => {
  const wanted = process.args.slice(1)
  const found = process.machine.processes
    .list()
    .filter((one) => wanted.includes((one.args[0] ?? '').replace(/^.*\//, '')))
  if (found.length === 0) return 1
  await process.print(`${found.map((one) => one.pid).join(' ')}\n`)
  return 0
}

const pkill = applet('fxo', async (process, { rest }) => {
  const expression = new RegExp(rest.at(-1) ?? '')
  const found = process.machine.processes
    .list()
    .filter((one) => one.pid !== process.pid && expression.test(one.args[0] ?? ''))
  for (const one of found) one.signal(signals.TERM!)
  return found.length > 0 ? 0 : 1
})

const uname = applet('asrnmo', async (process, { flags }) => {
  const parts = { s: 'Linux', n: process.machine.host.hostname, r: '6.8.0', v: '#1 SMP', m: 'x86_64', o: 'GNU/Linux' }
  const chosen = flags.has('a')
    ? Object.values(parts)
    : Object.entries(parts)
        .filter(([letter]) => flags.has(letter))
        .map(([, value]) => value)
  await process.print(`${(chosen.length > 0 ? chosen : ['Linux']).join(' ')}\n`)
  return 0
})

const uptime: Program = async (process) => {
  await process.print(
    ` ${timestamp(process.machine.clock.now()).slice(11, 19)} up 0 min,  0 users,  load average: 0.00, 0.00, 0.00\n`,
  )
  return 0
}

const timeout = applet('+s:k:', async (process, { flags, rest }) => {
  const [text = '', ...args] = rest
  const signal = signals[(flags.get('s') ?? 'TERM').toUpperCase().replace(/^SIG/, '')] ?? signals.TERM!
  const limit = seconds(text)
  if (limit === undefined || args.length === 0) throw new AppletError(`invalid number '${text}'`)
  const child = process.machine.processes.spawn({
    ...process,
    program: (inner) => become(inner, args),
    args,
    parentPid: process.pid,
  })
  if (!child) throw new AppletError("can't fork: Resource temporarily unavailable")
  const stop = new AbortController()
  void clockSleep(process.machine.clock, limit * 1000, stop.signal).then(
    () => stop.signal.aborted || child.signal(signal),
  )
  const status = await process.until(child.exit)
  stop.abort()
  return status
})

const xargs = applet('+n:r0I:t', async (process, { flags, rest }) => {
  const command = rest.length > 0 ? rest : ['echo']
  const text = await readAll(process.input)
  const mark = flags.get('I')
  const words = mark ? linesOf(text) : text.split(flags.has('0') ? '\0' : /\s+/).filter(Boolean)
  const size = mark ? 1 : Number(flags.get('n') ?? (words.length || 1))
  let status = 0
  for (let from = 0; from < words.length; from += size) {
    const group = words.slice(from, from + size)
    const args = mark ? command.map((word) => word.replaceAll(mark, group[0]!)) : [...command, ...group]
    status = (await become(process, args)) || status
  }
  return status
})

const nproc: Program = async (process) => (await process.print('2\n'), 0)
const whoami: Program = async (process) => (
  await process.print(`${process.machine.user === 0 ? 'root' : process.machine.user}\n`),
  0
)
const tty: Program = async (process) => (await process.print('not a tty\n'), 1)
const sync: Program = async () => 0
const free: Program = async (process) => {
  await process.print(
    bytesOf(
      '              total        used        free      shared  buff/cache   available\nMem:        4028440     1211232     1402208        2612     1415000     2580224\nSwap:             0           0           0\n',
    ),
  )
  return 0
}
const yesNo =
  (status: number): Program =>
  async () =>
    status

export const systemApplets: Record<string, Program> = {
  sleep,
  date,
  hostname,
  env,
  printenv,
  id,
  whoami,
  ps,
  pidof,
  pkill,
  uname,
  uptime,
  timeout,
  xargs,
  nproc,
  tty,
  sync,
  free,
  true: yesNo(0),
  false: yesNo(1),
  clear: yesNo(0),
  usleep: async (process) => (await process.sleep(Number(process.args[1] ?? 0) / 1000), 0),
  nohup: (process) => become(process, process.args.slice(1)),
  pwd: async (process) => (await process.print(`${process.directory}\n`), 0),
}
