import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStore } from '../store/store.ts'
import { openJournal } from './journal.ts'

interface Value {
  text: string
}
let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'timonel-journal-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function open() {
  const journal = openJournal<Value>(join(folder, 'a', 'journal.jsonl'), Object.freeze)
  const store = createStore<Value>({
    initial: journal.initial,
    commit: (change) => journal.append(change),
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

it('writes the file anew once most of it is history', () => {
  const { store } = open()
  store.create('a', () => ({ text: '' }))
  const text = 'x'.repeat(300_000)
  for (let round = 0; round < 40; round++) store.update('a', () => ({ text: text + round }))
  expect(readFileSync(join(folder, 'a', 'journal.jsonl')).length).toBeLessThan(6_000_000)
  expect(open().store.get('a')!.value.text.endsWith('39')).toBe(true)
})

it('[S4] refuses the write that cannot be kept', () => {
  const { journal, store } = open()
  journal.close()
  expect(() => store.create('a', () => ({ text: 'one' }))).toThrow('EBADF')
  expect(store.get('a')).toBeUndefined()
  expect(store.revision).toBe(1)
})
