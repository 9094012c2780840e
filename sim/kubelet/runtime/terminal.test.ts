import { expect, it } from 'vitest'
import { createTerminal } from './terminal.ts'

function sitAt() {
  const signals: number[] = []
  const terminal = createTerminal((signal) => signals.push(signal))
  const screen = (): Promise<string | undefined> => terminal.screen.read()
  return { terminal, signals, screen }
}

it('echoes, edits, and gives a line when it is complete', async () => {
  const { terminal, screen } = sitAt()
  await terminal.type('holx\x7fa\tb\r')
  expect(await screen()).toBe('holx\b \ba\tb\r\n')
  expect(await terminal.input.read()).toBe('hola\tb\n')
  await terminal.type('\x7funo dos  \x17tres\x15cuatro\n')
  expect(await terminal.input.read({ max: 3 })).toBe('cua')
  expect(await terminal.input.read()).toBe('tro\n')
})

it('erases a character of several bytes as one', async () => {
  const { terminal, screen } = sitAt()
  await terminal.type('a\xc3\xb1\x7f\r')
  expect(await screen()).toBe('a\xc3\xb1\b \b\r\n')
  expect(await terminal.input.read()).toBe('a\n')
})

it('turns keys into signals and drops the line', async () => {
  const { terminal, signals, screen } = sitAt()
  await terminal.type('half\x03\x1cok\r')
  expect(signals).toEqual([2, 3])
  expect(await screen()).toBe('half^C^\\ok\r\n')
  expect(await terminal.input.read()).toBe('ok\n')
})

it('Ctrl-D ends the input for who reads now, and gives what was typed when there is something', async () => {
  const { terminal } = sitAt()
  await terminal.type('part\x04')
  expect(await terminal.input.read()).toBe('part')
  await terminal.type('\x04next\r')
  expect(await terminal.input.read()).toBeUndefined()
  expect(await terminal.input.read()).toBe('next\n')
  terminal.end()
  expect(await terminal.input.read()).toBeUndefined()
  expect(await terminal.input.read()).toBeUndefined()
})

it('a reader that was killed takes nothing from the next', async () => {
  const { terminal } = sitAt()
  const killed = new AbortController()
  const first = terminal.input.read({ signal: killed.signal })
  killed.abort()
  const second = terminal.input.read()
  await terminal.type('mine\r')
  expect(await first).toBeUndefined()
  expect(await second).toBe('mine\n')
})

it('shows what a process writes with carriage returns, and bounds a line', async () => {
  const { terminal, screen } = sitAt()
  await terminal.output.write('one\ntwo\n')
  expect(await screen()).toBe('one\r\ntwo\r\n')
  await terminal.type(`${'x'.repeat(5000)}\r`)
  expect(await terminal.input.read()).toHaveLength(4097)
})
