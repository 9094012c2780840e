import { describe, expect, it } from 'vitest'
import { fakeClock } from '../clock.ts'
import { plugins } from './plugins/index.ts'
import { createSchedulingQueue } from './queue.ts'

function start() {
  const clock = fakeClock()
  const queue = createSchedulingQueue(clock, plugins, () => undefined)
  const popAll = (): string[] => {
    const keys: string[] = []
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) keys.push(key)
    return keys
  }
  return { clock, queue, popAll }
}

describe('scheduling queue', () => {
  it('gives the highest priority first, then who has waited longest', () => {
    const { queue, popAll } = start()
    queue.add('a', 0)
    queue.add('b', 10)
    queue.add('c', 0)
    queue.add('a', 0)
    expect(popAll()).toEqual(['b', 'a', 'c'])
  })

  it('wakes a pod by what its plugins wait for, and by nothing else', () => {
    const { queue, popAll } = start()
    queue.setAside('full', 0, ['NodeResourcesFit'])
    queue.setAside('claim', 0, ['VolumeBinding'])
    queue.setAside('nothing', 0, [])
    queue.changed('node taints')
    expect(popAll()).toEqual(['nothing'])
    queue.changed('pod gone')
    expect(popAll()).toEqual(['full'])
    queue.changed('claim', () => false)
    expect(popAll()).toEqual([])
    queue.changed('claim', (key) => key === 'claim')
    expect(popAll()).toEqual(['claim'])
  })

  it('tries a pod that was set aside after five minutes in any case', async () => {
    const { clock, queue, popAll } = start()
    queue.setAside('a', 0, ['NodeAffinity'])
    await clock.advance(299_999)
    expect(popAll()).toEqual([])
    await clock.advance(1)
    expect(popAll()).toEqual(['a'])
  })

  it('backs off after errors from 1 s to 10 s, whatever changes', async () => {
    const { clock, queue, popAll } = start()
    for (const seconds of [1, 2, 4, 8, 10, 10]) {
      queue.backOff('a', 0)
      queue.changed('node added')
      await clock.advance(seconds * 1000 - 1)
      expect(popAll()).toEqual([])
      await clock.advance(1)
      expect(popAll()).toEqual(['a'])
    }
    queue.setAside('a', 0, [])
    queue.backOff('a', 0)
    await clock.advance(1000)
    expect(popAll(), 'a refusal forgets the errors').toEqual(['a'])
  })

  it('forgets what is removed', async () => {
    const { clock, queue, popAll } = start()
    queue.add('a', 0)
    queue.backOff('b', 0)
    queue.remove('a')
    queue.remove('b')
    await clock.advance(60_000)
    expect(popAll()).toEqual([])
  })
})
