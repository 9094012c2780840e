import { describe, expect, it } from 'vitest'
import { fakeClock } from '../clock.ts'
import type { Pod } from '../generated/types.ts'
import { testNode, testPod } from './fixture.ts'
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

const pod = (priority = 0): Pod => testPod('p', { priority })
const leaves = { of: 'pod', now: testPod('other', { nodeName: 'n1' }), gone: true } as const

describe('scheduling queue', () => {
  it('gives the highest priority first, then who has waited longest', () => {
    const { queue, popAll } = start()
    queue.add('a', pod())
    queue.add('b', pod(10))
    queue.add('c', pod())
    queue.add('a', pod())
    expect(popAll()).toEqual(['b', 'a', 'c'])
  })

  it('wakes a pod by what its plugins wait for, and by nothing else', () => {
    const { queue, popAll } = start()
    queue.setAside('full', pod(), ['NodeResourcesFit'])
    queue.setAside('tainted', pod(), ['TaintToleration'])
    queue.changed({ of: 'class', now: { metadata: { name: 'fast' }, provisioner: 'example.com/fast' } })
    expect(popAll()).toEqual([])
    queue.changed(leaves)
    expect(popAll()).toEqual(['full'])
    queue.changed({ of: 'node', now: testNode('n2') })
    expect(popAll()).toEqual(['tainted'])
  })

  it('lets a woken pod wait for its back-off only while others are ready', () => {
    const { queue } = start()
    for (const key of ['low', 'high']) queue.setAside(key, pod(key === 'high' ? 1 : 0), ['NodeResourcesFit'])
    queue.add('fresh', pod())
    queue.changed(leaves)
    expect([queue.pop(), queue.pop(), queue.pop(), queue.pop()]).toEqual(['fresh', 'high', 'low', undefined])
  })

  it('lets a pod that tried long ago in at once', async () => {
    const { clock, queue } = start()
    queue.setAside('full', pod(), ['NodeResourcesFit'])
    await clock.advance(2000)
    queue.add('fresh', pod(-1))
    queue.changed(leaves)
    expect([queue.pop(), queue.pop()]).toEqual(['full', 'fresh'])
  })

  it('tries a pod that was set aside after five minutes in any case', async () => {
    const { clock, queue, popAll } = start()
    queue.setAside('a', pod(), ['NodeAffinity'])
    await clock.advance(299_999)
    expect(popAll()).toEqual([])
    await clock.advance(1)
    expect(popAll()).toEqual(['a'])
  })

  it('backs off after errors from 1 s to 10 s, to the end of the second, whatever changes', async () => {
    const { clock, queue, popAll } = start()
    for (const seconds of [2, 3, 5, 9, 11, 11]) {
      queue.backOff('a', pod())
      queue.changed({ of: 'node', now: testNode('n1') })
      await clock.advance(seconds * 1000 - 1)
      expect(popAll()).toEqual([])
      await clock.advance(1)
      expect(popAll()).toEqual(['a'])
    }
    queue.setAside('a', pod(), ['NodeAffinity'])
    queue.backOff('a', pod())
    await clock.advance(2000)
    expect(popAll(), 'a refusal forgets the errors').toEqual(['a'])
  })

  it('tries a pod anew that asks for something else, but shortens no back-off after an error', async () => {
    const { clock, queue, popAll } = start()
    queue.setAside('a', pod(), ['NodeAffinity'])
    queue.backOff('b', pod())
    queue.update('a', pod())
    queue.update('b', pod())
    queue.update('c', pod())
    expect(popAll()).toEqual(['c', 'a'])
    await clock.advance(2000)
    expect(popAll()).toEqual(['b'])
  })

  it('forgets what is removed', async () => {
    const { clock, queue, popAll } = start()
    queue.add('a', pod())
    queue.backOff('b', pod())
    queue.setAside('c', pod(), ['NodeResourcesFit'])
    for (const key of ['a', 'b', 'c']) queue.remove(key)
    queue.changed(leaves)
    await clock.advance(600_000)
    expect(popAll()).toEqual([])
  })
})
