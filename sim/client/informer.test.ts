import { describe, expect, it } from 'vitest'
import { pods } from '../api/refs.ts'
import { expired } from '../api/status.ts'
import { fakeClock } from '../clock.ts'
import type { Pod } from '../generated/types.ts'
import { createFakeClient } from './fake-client.ts'
import { createInformers } from './informer.ts'

function pod(name: string, nodeName: string): Pod {
  return { metadata: { namespace: 'default', name }, spec: { nodeName, containers: [] } }
}

describe('informer', () => {
  it('fills its cache, follows changes and tells every handler', async () => {
    const client = createFakeClient(fakeClock())
    client.put(pods, pod('a', 'n1'))
    const informers = createInformers(client, (error) => expect(error).toBe('never'))
    const informer = informers.for(pods)
    expect(informers.for(pods), 'one a resource').toBe(informer)
    const heard: string[] = []
    informer.on({
      added: (object) => heard.push(`+${object.metadata.name}`),
      updated: (object, old) => heard.push(`${old.spec?.nodeName}>${object.spec?.nodeName}`),
      deleted: (object) => heard.push(`-${object.metadata.name}`),
    })
    await informers.start()
    client.put(pods, pod('a', 'n2'))
    client.put(pods, pod('b', 'n1'))
    client.remove(pods, 'default', 'a')
    expect(heard).toEqual(['+a', 'n1>n2', '+b', '-a'])
    expect(informer.list('default').map((object) => object.metadata.name)).toEqual(['b'])
    expect(informer.list('other')).toEqual([])
    informer.on({ added: (object) => heard.push(`late ${object.metadata.name}`) })
    expect(heard.at(-1)).toBe('late b')
    informers.stop()
    client.put(pods, pod('c', 'n1'))
    expect(informer.get('default', 'c')).toBeUndefined()
  })

  it('keeps its indexes through updates and deletes', async () => {
    const client = createFakeClient(fakeClock())
    const informers = createInformers(client, () => undefined)
    const informer = informers.for(pods)
    informer.index('node', (object) => [object.spec?.nodeName ?? ''])
    await informers.start()
    client.put(pods, pod('a', 'n1'))
    client.put(pods, pod('b', 'n1'))
    client.put(pods, pod('a', 'n2'))
    const namesOn = (node: string) => informer.byIndex('node', node).map((object) => object.metadata.name)
    expect([namesOn('n1'), namesOn('n2')]).toEqual([['b'], ['a']])
    client.remove(pods, 'default', 'b')
    expect(namesOn('n1')).toEqual([])
    expect(() => informer.byIndex('zone', 'x')).toThrow('no index "zone" was declared')
  })

  it('lists again when its watch starts too late, and drops what went meanwhile', async () => {
    const client = createFakeClient(fakeClock())
    client.put(pods, pod('a', 'n1'))
    const watch = client.watch.bind(client)
    let late = true
    client.watch = (...args) => {
      if (!late) return watch(...args)
      late = false
      client.remove(pods, 'default', 'a')
      client.put(pods, pod('b', 'n1'))
      throw expired('too old resource version')
    }
    const informers = createInformers(client, () => undefined)
    const informer = informers.for(pods)
    await informers.start()
    expect(informer.list().map((object) => object.metadata.name)).toEqual(['b'])
  })

  it('goes on when a handler throws', async () => {
    const client = createFakeClient(fakeClock())
    const errors: unknown[] = []
    const informers = createInformers(client, (error) => errors.push(error))
    const heard: string[] = []
    informers.for(pods).on({
      added: () => {
        throw new Error('mine')
      },
    })
    informers.for(pods).on({ added: (object) => heard.push(object.metadata.name!) })
    await informers.start()
    client.put(pods, pod('a', 'n1'))
    expect(heard).toEqual(['a'])
    expect(errors).toEqual([new Error('mine')])
  })
})
