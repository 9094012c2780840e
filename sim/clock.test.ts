import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeClock, realClock, sleep } from './clock.ts'

afterEach(() => void vi.useRealTimers())

describe('the real clock', () => {
  /** A machine whose only time is what the test gives it: `busy` passes without any timer running. */
  function machine(rate: number) {
    vi.useFakeTimers({
      toFake: ['Date', 'setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'],
      now: 1_000_000,
    })
    const clock = realClock(rate)
    return {
      clock,
      busy: (ms: number) => vi.setSystemTime(Date.now() + ms),
      pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    }
  }

  it('goes at its rate', async () => {
    const { clock, pass } = machine(20)
    const start = clock.now()
    let ran = 0
    clock.after(15_000, () => (ran = clock.now()))
    await pass(749)
    expect(ran).toBe(0)
    await pass(1)
    expect(ran - start).toBe(15_000)
    expect(clock.now() - start).toBe(15_000)
  })

  it('is fair when the machine is busy: a chain of short waits does not lose to a long one', async () => {
    const { clock, busy, pass } = machine(20)
    const start = clock.now()
    const order: string[] = []
    async function chain(): Promise<void> {
      for (let step = 1; step <= 9; step++) {
        await sleep(clock, 1000)
        order.push(`step ${step} at ${clock.now() - start}`)
      }
    }
    void chain()
    clock.after(9500, () => order.push(`long at ${clock.now() - start}`))
    busy(600)
    await pass(1000)
    expect(order).toEqual([
      ...Array.from({ length: 9 }, (_, index) => `step ${index + 1} at ${(index + 1) * 1000}`),
      'long at 9500',
    ])
  })

  it('never goes back, and jumps over the time that the machine slept', async () => {
    const { clock, busy, pass } = machine(1)
    const start = clock.now()
    const seen: number[] = []
    clock.after(1000, () => seen.push(clock.now() - start))
    busy(3_600_000)
    await pass(1000)
    expect(seen).toEqual([3_601_000])
    expect(clock.now() - start).toBe(3_601_000)
  })

  it('runs nothing that was cancelled, and keeps no timer for it', async () => {
    const { clock, pass } = machine(1)
    const run = vi.fn()
    const cancels = Array.from({ length: 100 }, (_, index) => clock.after(index * 10, run))
    for (const cancel of cancels) cancel()
    expect(vi.getTimerCount()).toBe(0)
    await pass(2000)
    expect(run).not.toHaveBeenCalled()
  })
})

it('the fake clock runs timers at their instants, equal ones in the order in which they were set', async () => {
  const clock = fakeClock(0)
  const seen: string[] = []
  for (const [name, ms] of [
    ['c', 30],
    ['a', 10],
    ['d', 30],
    ['b', 20],
  ] as const) {
    clock.after(ms, () => seen.push(`${name} ${clock.now()}`))
  }
  expect(clock.next()).toBe(10)
  await clock.advance(25)
  expect(seen).toEqual(['a 10', 'b 20'])
  await clock.advance(25)
  expect(seen).toEqual(['a 10', 'b 20', 'c 30', 'd 30'])
  expect(clock.now()).toBe(50)
})
