import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStore, type Store } from '../store/store.ts'
import { openJournal } from './journal.ts'

interface Value {
  text: string
}
let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'timonel-journal-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function open() {
  const journal = openJournal<Value>(join(folder, 'a', 'journal.jsonl'), Object.freeze, 160_000)
  const store: Store<Value> = createStore<Value>({
    initial: journal.initial,
    commit: (change) => journal.append(change),
    now: () => store.revision * 1000 + 1000,
    historyMax: 100,
    onListenerError: (error) => {
      throw error
    },
  })
  return { journal, store }
}

it('gives back what was written, at the revision where it stood', () => {
  const first = open()
  first.store.create('a', () => ({ text: 'one' }))
  first.store.create('b', () => ({ text: 'two' }))
  first.store.update('a', () => ({ text: 'three' }))
  first.store.delete('b', () => ({ text: 'two' }))
  // Not closed: as after kill -9.
  const second = open()
  expect(second.store.list('')).toEqual([{ key: 'a', value: { text: 'three' }, revision: 4 }])
  expect(second.store.revision).toBe(5)
  const third = open()
  expect(third.store.revision).toBe(5)
  expect(Object.isFrozen(third.store.get('a')!.value)).toBe(true)
})

it('drops a torn last line and nothing else', () => {
  const { store } = open()
  store.create('a', () => ({ text: 'one' }))
  appendFileSync(join(folder, 'a', 'journal.jsonl'), '{"r":3,"k":"b","v":{"te')
  expect(
    open()
      .store.list('')
      .map((entry) => entry.key),
  ).toEqual(['a'])
})

it('gives back the changes too, with their instants', () => {
  const { store } = open()
  store.create('a', () => ({ text: 'one' }))
  store.update('a', () => ({ text: 'two' }))
  store.delete('a', () => ({ text: 'gone' }))
  // Twice: reading does not lose what writing anew keeps.
  open()
  const again = open().store
  expect(again.changesAfter(1)).toEqual([
    { type: 'create', key: 'a', value: { text: 'one' }, revision: 2, at: 2000 },
    { type: 'update', key: 'a', value: { text: 'two' }, previous: { text: 'one' }, revision: 3, at: 3000 },
    { type: 'delete', key: 'a', value: { text: 'gone' }, previous: { text: 'two' }, revision: 4, at: 4000 },
  ])
  expect(again.listAt('', 2)).toMatchObject([{ key: 'a', value: { text: 'one' } }])
  expect(again.listAt('', 4)).toEqual([])
})

it('forgets the oldest changes once the file has grown, and nothing of what is there', () => {
  const { store } = open()
  store.create('b', () => ({ text: 'old' }))
  const text = 'x'.repeat(10_000)
  for (let round = 0; round < 40; round++) {
    if (round === 0) store.create('a', () => ({ text }))
    else store.update('a', () => ({ text: text + round }))
  }
  expect(readFileSync(join(folder, 'a', 'journal.jsonl')).length).toBeLessThan(180_000)
  const { store: again } = open()
  expect(again.revision).toBe(42)
  expect(again.get('a')!.value.text.endsWith('39')).toBe(true)
  expect(again.get('b')!.value.text).toBe('old')
  expect(again.compacted).toBeGreaterThan(20)
  expect(() => again.changesAfter(3)).toThrow('compacted')
  expect(again.listAt('', 40).map(({ value }) => value.text.slice(-2))).toEqual(['37', 'ld'])
})

it('[S4] refuses the write that cannot be kept', () => {
  const { journal, store } = open()
  journal.close()
  expect(() => store.create('a', () => ({ text: 'one' }))).toThrow('EBADF')
  expect(store.get('a')).toBeUndefined()
  expect(store.revision).toBe(1)
})
