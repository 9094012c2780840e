import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openClock } from './clock-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonel-clock-'))
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const open = () => openClock(join(folder, 'clock.json'))
const rest = (ms: number): void => void vi.setSystemTime(Date.now() + ms)

it('is the machine time until somebody steers it', () => {
  open()
  rest(5000)
  expect(open().now()).toBe(1_005_000)
})

it('keeps its lead over a restart, and the time that the machine spent without it', async () => {
  await open().run(1_000_000 + 3_000_000)
  rest(60_000)
  const again = open()
  expect([again.now(), again.paused]).toEqual([4_060_000, false])
  again.moveTo(2_000_000)
  rest(1000)
  expect(open().now()).toBe(2_001_000)
})

it('stands where it was held, however long the restart takes', () => {
  open().pause()
  rest(60_000)
  const again = open()
  expect([again.now(), again.paused]).toEqual([1_000_000, true])
  again.resume()
  rest(500)
  expect(again.now()).toBe(1_000_500)
})
