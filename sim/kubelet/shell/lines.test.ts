import { expect, it } from 'vitest'
import { settle } from '../../clock.ts'
import { createPipe } from '../../network/pipe.ts'
import { testContainer } from '../runtime/fixture.ts'
import { signalForeground } from '../runtime/process-table.ts'
import type { ProcessHandle } from '../runtime/process.ts'
import { createTerminal } from '../runtime/terminal.ts'
import { sh } from './sh.ts'

async function shellAtTerminal() {
  const { machine, files, clock } = testContainer()
  let handle: ProcessHandle | undefined
  const terminal = createTerminal((signal) => signalForeground(machine.processes, handle, signal))
  const env = new Map([
    ['PATH', '/bin'],
    ['HOME', '/root'],
  ])
  const streams = { input: terminal.input, output: terminal.output, errors: terminal.output }
  handle = machine.processes.spawn({ args: ['sh'], env, directory: '/', files, program: sh, ...streams })!
  /** Types, lets `ms` of the cluster's time pass, and gives what the screen shows since. */
  const type = async (keys: string, ms = 0): Promise<string> => {
    await terminal.type(keys)
    await settle()
    if (ms > 0) await clock.advance(ms)
    return (await terminal.screen.read()) ?? ''
  }
  await settle()
  expect(await terminal.screen.read()).toBe('/ # ')
  return { terminal, type, handle }
}

it('prompts, asks for the rest of what is not complete, and goes on after mistakes', async () => {
  const { type, handle } = await shellAtTerminal()
  const lines: [string, string][] = [
    ['cd\r', '~ # '],
    ['echo "a\r', '> '],
    ['b"\r', 'a\r\nb\r\n~ # '],
    ['if true; then\r', '> '],
    ['echo yes; fi\r', 'yes\r\n~ # '],
    ['cat <<E | tr a-z A-Z\r', '> '],
    ['x\r', '> '],
    ['E\r', 'X\r\n~ # '],
    ['echo one \\\r', '> '],
    ['two\r', 'one two\r\n~ # '],
    ['fi\r', "sh: syntax error: unexpected token 'fi'\r\n~ # "],
    ['echo $?; nope\r', '2\r\nsh: nope: not found\r\n~ # '],
    ['echo ${x:?missing}\r', 'sh: x: missing\r\n~ # '],
    ["PS1='\\h:\\w\\$ '; cd /tmp\r", 'web:/tmp# '],
    ['\r', 'web:/tmp# '],
    ['[ -t 0 ] && [ -t 1 ] && echo tty\r', 'tty\r\nweb:/tmp# '],
    ['echo x | if [ -t 0 ]; then echo tty; else echo pipe; fi\r', 'pipe\r\nweb:/tmp# '],
  ]
  for (const [keys, answer] of lines) expect(await type(keys)).toBe(keys.replace('\r', '\r\n') + answer)
  await type('trap "echo bye" EXIT; (exit 7); exit\r')
  expect(await handle.exit).toBe(7)
})

it('Ctrl-C ends what runs, whatever it is, and not the shell nor its jobs', async () => {
  const { terminal, type, handle } = await shellAtTerminal()
  await type('sleep 5 & echo started\r')
  for (const command of ['sleep 1000', 'while true; do sleep 1; done', 'sleep 1000 | cat', 'cat']) {
    expect(await type(`${command}\r`, 10)).toBe(`${command}\r\n`)
    expect(await type('\x03', 2000)).toBe('^C\r\n/ # ')
  }
  expect(await type('echo $?; wait; echo waited\r', 6000)).toContain('130\r\nwaited\r\n')
  expect(handle.running).toBe(true)
  await terminal.type('\x04')
  expect(await handle.exit).toBe(0)
})

it('without a terminal each line runs as it comes, and a mistake ends the script', async () => {
  const { machine, files } = testContainer()
  const [input, output, errors] = [createPipe(), createPipe(), createPipe()]
  const env = new Map([['PATH', '/bin']])
  const shell = machine.processes.spawn({
    args: ['sh'],
    env,
    directory: '/',
    files,
    program: sh,
    input,
    output,
    errors,
  })!
  void input.write('echo one\nread x\nvalue\necho "<$x>"\nfor i in 1 2\n')
  expect(await output.read()).toBe('one\n')
  expect(await output.read()).toBe('<value>\n')
  void input.write('do echo $i\ndone\nfi\necho never\n')
  expect(await errors.read()).toBe("sh: line 7: syntax error: unexpected token 'fi'\n")
  expect(await shell.exit).toBe(2)
  expect(await output.read()).toBe('1\n2\n')
})
