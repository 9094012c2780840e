// The shell that takes its commands line by line from its input: at a terminal with a prompt, where Ctrl-C ends the
// line and not the shell, and elsewhere without.
import { parse, type Script } from 'unbash'
import type { ByteSource } from '../../network/pipe.ts'
import { signals } from '../runtime/process.ts'
import { endShell, runLine } from './evaluate.ts'
import { ExitShell, Interrupted, ShellError, valueOf, type Shell } from './state.ts'

/** Reads and runs lines until the input ends or `exit`; gives the status the shell ends with. */
export async function runInteractively(shell: Shell): Promise<number> {
  const { process } = shell
  const interrupts = { pending: false }
  shell.interrupts = interrupts
  let wake = (): void => undefined
  process.onSignal(signals.INT!, () => {
    interrupts.pending = true
    shell.interrupt?.()
    wake()
  })
  // A shell that a person sits at does not end at these.
  for (const name of ['QUIT', 'TERM']) process.onSignal(signals[name]!, () => undefined)
  let reading: Promise<string | undefined> | undefined
  /** A line; undefined at the end of input, false after Ctrl-C, whose unread line waits for the next call. */
  async function nextLine(): Promise<string | undefined | false> {
    const interrupted = new Promise<false>((resolve) => (wake = () => resolve(false)))
    reading ??= process.input.read({ until: '\n' })
    const line = await Promise.race([reading, interrupted])
    if (line !== false) reading = undefined
    return line
  }

  let text = ''
  for (;;) {
    interrupts.pending = false
    await process.complain(text === '' ? promptOf(shell) : (valueOf(shell, 'PS2') ?? '> '))
    const line = await nextLine()
    if (line === false) {
      text = ''
      shell.lastStatus = 130
      await process.complain('\n')
      continue
    }
    if (line === undefined && text === '') return endShell(shell, shell.lastStatus)
    text += line ?? ''
    const script = parse(text)
    if (line !== undefined && isUnfinished(text, script)) continue
    text = ''
    const status = await run(shell, script)
    if (status !== undefined) return status
  }
}

/** Each command as soon as its last line is there. Throws ShellError for what cannot be parsed. */
export async function* scriptsFrom(input: ByteSource): AsyncGenerator<Script> {
  let text = ''
  let number = 1
  for (let ended = false; !ended;) {
    const part = await input.read({ until: '\n' })
    ended = part === undefined
    text += part ?? ''
    // A line may come in pieces, and a command in several lines.
    if (!ended && !text.endsWith('\n')) continue
    const script = parse(text)
    if (!ended && isUnfinished(text, script)) continue
    const fault = script.errors?.[0]
    number += text.slice(0, fault?.pos ?? text.length).split('\n').length - 1
    if (fault) throw new ShellError(`line ${number}: syntax error: ${fault.message}`, 2)
    yield script
    text = ''
  }
}

/** Runs a line; a status where the shell is to end. */
async function run(shell: Shell, script: ReturnType<typeof parse>): Promise<number | undefined> {
  const fault = script.errors?.[0]
  if (fault) {
    shell.lastStatus = 2
    await shell.process.complain(`${shell.name}: syntax error: ${fault.message}\n`)
    return undefined
  }
  try {
    await runLine(shell, script)
  } catch (error) {
    if (error instanceof Interrupted) shell.lastStatus = error.status
    else if (error instanceof ExitShell) return endShell(shell, error.status)
    else throw error
  }
  if (shell.interrupts?.pending) await shell.process.complain('\n')
  return undefined
}

/** Does more have to come: an open quote, `do` without `done`, a pipe to nothing, a here-document? */
function isUnfinished(text: string, { errors }: ReturnType<typeof parse>): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\\n$/.test(text)) return true
  const last = errors?.at(-1)
  if (last) {
    const atEnd = last.pos >= text.trimEnd().length - 1
    return last.message.startsWith('unterminated') || (last.message.startsWith('expected') && atEnd)
  }
  return [...text.matchAll(/<<-?\s*(['"]?)(\w+)\1/g)].some(
    ([opener, , word]) => !new RegExp(`\\n\\t*${word}\\n`).test(text.slice(text.indexOf(opener))),
  )
}

/** PS1, in whose place busybox shows the directory and what kind of user one is. */
function promptOf(shell: Shell): string {
  const home = valueOf(shell, 'HOME') ?? ''
  const where = shell.directory === home ? '~' : shell.directory
  const escapes: Record<string, string> = {
    w: where,
    W: where.replace(/^.*\/(?=.)/, ''),
    h: shell.process.machine.host.hostname,
    u: shell.process.machine.user === 0 ? 'root' : `${shell.process.machine.user}`,
    $: shell.process.machine.user === 0 ? '#' : '$',
    n: '\n',
  }
  return (valueOf(shell, 'PS1') ?? '\\w \\$ ').replace(/\\([wWhu$n])/g, (_, letter: string) => escapes[letter]!)
}
