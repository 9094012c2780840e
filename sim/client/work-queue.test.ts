import { describe, expect, it } from 'vitest'
import { fakeClock } from '../clock.ts'
import { runQueue, type WorkQueue } from './work-queue.ts'

function start(sync: (key: string) => Promise<void>, workers = 2) {
  const clock = fakeClock()
  const errors: string[] = []
  const queue: WorkQueue = runQueue(clock, { workers, sync, onError: (key) => errors.push(key) })
  return { clock, queue, errors }
}

describe('work queue', () => {
  it('works a key once however often it was added, and again when it was added meanwhile', async () => {
    const seen: string[] = []
    let release = (): void => undefined
    const { clock, queue } = start(async (key) => {
      seen.push(key)
      if (seen.length === 1) await new Promise<void>((resolve) => (release = resolve))
    })
    for (const key of ['a', 'a', 'b', 'a']) queue.add(key)
    await clock.advance(0)
    expect(seen).toEqual(['a', 'b'])
    queue.add('a')
    await clock.advance(0)
    expect(seen, 'never twice at a time').toEqual(['a', 'b'])
    release()
    await clock.advance(0)
    expect(seen).toEqual(['a', 'b', 'a'])
  })

  it('comes back after 5 ms × 2^failures, and forgets the failures with the first success', async () => {
    const at: number[] = []
    let failing = true
    const { clock, queue, errors } = start(async () => {
      at.push(clock.now())
      if (failing) throw new Error('not yet')
    })
    const begin = clock.now()
    queue.add('a')
    await clock.advance(5 + 10 + 20 - 1)
    failing = false
    await clock.advance(1)
    expect(at.map((ms) => ms - begin)).toEqual([0, 5, 15, 35])
    expect(errors).toHaveLength(3)
    failing = true
    queue.add('a')
    await clock.advance(5)
    expect(at.map((ms) => ms - begin).slice(4)).toEqual([35, 40])
  })

  it('keeps the earliest of several delays', async () => {
    let count = 0
    const { clock, queue } = start(async () => void count++)
    queue.addAfter('a', 1000)
    queue.addAfter('a', 100)
    queue.addAfter('a', 500)
    await clock.advance(100)
    expect(count).toBe(1)
    await clock.advance(2000)
    expect(count).toBe(1)
  })

  it('does nothing more once stopped', async () => {
    let count = 0
    const { clock, queue } = start(async () => void count++)
    queue.addAfter('a', 10)
    queue.add('b')
    queue.stop()
    await clock.advance(100)
    expect(count).toBe(0)
    expect(queue.length).toBe(0)
  })
})
