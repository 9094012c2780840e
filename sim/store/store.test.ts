// The rules S1-S9 of sim/SPEC.md.
import { describe, expect, it } from 'vitest'
import { createStore, StoreError, type Change, type Store } from './store.ts'

interface Value {
  text: string
  revision: number
}

function open(historyMax = 100, commit?: (change: Change<Value>) => void) {
  const errors: unknown[] = []
  const store = createStore<Value>({
    historyMax,
    onListenerError: (error) => errors.push(error),
    ...(commit ? { commit } : {}),
  })
  return { store, errors }
}

const value = (text: string) => (revision: number) => ({ text, revision })

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof StoreError) return error.code
    throw error
  }
  return 'done'
}

function texts(store: Store<Value>, prefix: string, at: number): string[] {
  return store.listAt(prefix, at).map(({ value: { text } }) => text)
}

describe('store', () => {
  it('S1: starts at revision 1, and every change takes the next', () => {
    const { store } = open()
    expect(store.revision).toBe(1)
    expect(store.create('a', value('one')).revision).toBe(2)
    expect(store.update('a', value('two')).value).toEqual({ text: 'two', revision: 3 })
    expect(store.delete('a', value('gone')).revision).toBe(4)
    expect(store.revision).toBe(4)
  })

  it('S3: conditions that do not hold change nothing', () => {
    const { store } = open()
    store.create('a', value('one'))
    expect(codeOf(() => store.create('a', value('again')))).toBe('exists')
    expect(codeOf(() => store.update('b', value('none')))).toBe('missing')
    expect(codeOf(() => store.delete('b', value('none')))).toBe('missing')
    expect(codeOf(() => store.update('a', value('late'), 1))).toBe('changed')
    expect(codeOf(() => store.delete('a', value('late'), 3))).toBe('changed')
    expect(store.revision).toBe(2)
    expect(store.get('a')?.value.text).toBe('one')
    expect(codeOf(() => store.update('a', value('two'), 2))).toBe('done')
  })

  it('S4: what cannot be committed did not happen, and its revision is free', () => {
    let full = true
    const { store } = open(100, () => {
      if (full) throw new Error('disk full')
    })
    const seen: string[] = []
    store.watch('', 1, ({ key }) => seen.push(key))
    expect(() => store.create('a', value('one'))).toThrow('disk full')
    expect([store.revision, store.get('a'), store.list(''), seen]).toEqual([1, undefined, [], []])
    full = false
    expect(store.create('a', value('one')).revision).toBe(2)
    expect(seen).toEqual(['a'])
  })

  it('S5: a watcher gets each change under its prefix, past ones first, before the write returns', () => {
    const { store } = open()
    store.create('pods/a', value('one'))
    store.create('nodes/n', value('other'))
    const seen: string[] = []
    const stop = store.watch('pods/', 1, ({ type, key, value: { text }, previous, revision }) => {
      seen.push(`${revision} ${type} ${key} ${previous?.text ?? '-'}>${text}`)
    })
    store.update('pods/a', value('two'))
    store.delete('pods/a', value('last'))
    expect(seen).toEqual(['2 create pods/a ->one', '4 update pods/a one>two', '5 delete pods/a two>last'])
    stop()
    store.create('pods/b', value('late'))
    expect(seen).toHaveLength(3)
  })

  it('S6: a change that a listener makes comes after the one before, for everyone', () => {
    const { store } = open()
    const seen: string[] = []
    store.watch('', 1, ({ key }) => {
      if (key === 'a') store.create('b', value('follows'))
    })
    store.watch('', 1, ({ key, revision }) => seen.push(`${key}${revision}`))
    store.create('a', value('first'))
    expect(seen).toEqual(['a2', 'b3'])
  })

  it('S6: a watch begun by a listener gets what is still to be delivered, once', () => {
    const { store } = open()
    const seen: string[] = []
    store.watch('', 1, ({ key }) => {
      if (key !== 'a') return
      store.create('b', value('follows'))
      store.watch('', 1, (change) => seen.push(change.key))
    })
    store.create('a', value('first'))
    expect(seen.filter((key) => key === 'b')).toEqual(['b'])
  })

  it('S7: a listener that throws starves nobody', () => {
    const { store, errors } = open()
    const seen: string[] = []
    store.watch('', 1, () => {
      throw new Error('broken')
    })
    store.watch('', 1, ({ key }) => seen.push(key))
    store.create('a', value('one'))
    store.create('b', value('two'))
    expect(seen).toEqual(['a', 'b'])
    expect(errors).toHaveLength(2)
  })

  it('S8: the history has a bound, and a watch from before it is refused', () => {
    const { store } = open(8)
    for (let index = 0; index < 50; index++) store.create(`k${index}`, value('x'))
    expect(store.revision - store.compacted).toBeLessThanOrEqual(10)
    expect(store.revision - store.compacted).toBeGreaterThanOrEqual(8)
    expect(codeOf(() => store.watch('', store.compacted - 1, () => undefined))).toBe('compacted')
    expect(codeOf(() => store.watch('', store.compacted, () => undefined))).toBe('done')
    store.compact(store.revision)
    expect(codeOf(() => store.watch('', store.revision - 1, () => undefined))).toBe('compacted')
  })

  it('S9: entries as they were at any kept revision', () => {
    const { store } = open()
    store.create('a', value('a1'))
    store.create('b', value('b1'))
    store.update('a', value('a2'))
    store.delete('b', value('gone'))
    expect([1, 2, 3, 4, 5].map((at) => texts(store, '', at))).toEqual([[], ['a1'], ['a1', 'b1'], ['a2', 'b1'], ['a2']])
    store.compact(4)
    expect(codeOf(() => store.listAt('', 3))).toBe('compacted')
  })

  it('lists by prefix in key order, and starts from what a journal gave back', () => {
    const entries = ['b/2', 'a/1', 'b/1'].map((key, index) => ({
      key,
      value: value(key)(index + 2),
      revision: index + 2,
    }))
    const store = createStore<Value>({
      initial: { revision: 9, entries },
      historyMax: 10,
      onListenerError: () => undefined,
    })
    expect(store.list('b/').map(({ key }) => key)).toEqual(['b/1', 'b/2'])
    expect(store.create('b/15', value('new')).revision).toBe(10)
    expect(store.list('b/').map(({ key }) => key)).toEqual(['b/1', 'b/15', 'b/2'])
    expect(codeOf(() => store.watch('', 8, () => undefined))).toBe('compacted')
  })
})
