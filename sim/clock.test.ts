import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeClock, realClock, scopedClock, sleep } from './clock.ts'

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

describe("a clock in somebody's hands", () => {
  /** Held from the start; the machine's own time goes on. */
  function held(rate = 1) {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: 1_000_000 })
    const clock = realClock(rate, { atMs: 5000, paused: true })
    const seen: string[] = []
    const due = (name: string, ms: number) => clock.after(ms, () => seen.push(`${name} ${clock.now()}`))
    return { clock, seen, due, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) }
  }

  it('stands still while it is held, and goes on from there at its rate', async () => {
    const { clock, seen, due, pass } = held(2)
    due('a', 1000)
    await pass(60_000)
    expect([clock.now(), clock.next, seen]).toEqual([5000, 6000, []])
    clock.resume()
    await pass(500)
    expect([clock.now(), seen]).toEqual([6000, ['a 6000']])
    clock.pause()
    await pass(60_000)
    expect(clock.now()).toBe(6000)
  })

  it('runs fifty minutes at once, each timer at its instant, and what those set too', async () => {
    const { clock, seen, due } = held()
    const probe = (): void => void clock.after(600_000, () => (seen.push(`probe ${clock.now()}`), probe()))
    probe()
    due('late', 3_000_001)
    await clock.run(5000 + 3_000_000)
    expect(seen).toEqual(['probe 605000', 'probe 1205000', 'probe 1805000', 'probe 2405000', 'probe 3005000'])
    expect([clock.now(), clock.paused]).toEqual([3_005_000, true])
  })

  it('stops a run once it is enough, at the instant of what made it so', async () => {
    const { clock, seen, due } = held()
    for (const ms of [100, 200, 300]) due('t', ms)
    await clock.run(1_000_000, () => seen.length === 2)
    expect([clock.now(), seen]).toEqual([5200, ['t 5100', 't 5200']])
  })

  it('takes one run at a time; holding the clock ends it where it is', async () => {
    const { clock } = held()
    const again = (): void => void clock.after(1000, again)
    again()
    clock.after(20_500, () => clock.pause())
    const running = clock.run(10 ** 12)
    expect(() => clock.run(10 ** 12)).toThrow('the clock is being run already')
    await running
    expect(clock.now()).toBe(25_500)
  })

  it('is put back with its timers at the same distance', async () => {
    const { clock, seen, due } = held()
    due('a', 1000)
    clock.moveTo(2000)
    expect([clock.now(), clock.next]).toEqual([2000, 3000])
    await clock.run(4000)
    expect([clock.now(), seen]).toEqual([4000, ['a 3000']])
  })

  it('forgets what a part of it was asked for, and nothing else', async () => {
    const { clock, seen, due } = held()
    const part = scopedClock(clock)
    part.after(10, () => seen.push('part'))
    part.after(30, () => seen.push('part'))
    due('rest', 20)
    await clock.run(5015)
    part.end()
    part.after(1, () => seen.push('part'))
    await clock.run(5100)
    expect(seen).toEqual(['part', 'rest 5020'])
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
