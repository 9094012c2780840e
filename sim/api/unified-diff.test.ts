// The texts that Python's difflib gives for the same values, of which Kubernetes uses a port.
import { expect, test } from 'vitest'
import { jsonDiff } from './unified-diff.ts'

test('equal values have no difference', () => {
  expect(jsonDiff({ a: [1, 2] }, { a: [1, 2] })).toBe('')
})

test('a change shows three lines on each side, and the line of a hunk of one has no length', () => {
  expect(jsonDiff({ a: 1, b: 2, c: 3, d: 4, e: 5 }, { a: 1, b: 2, c: 3, d: 4, e: 6 })).toBe(
    '@@ -3,5 +3,5 @@\n  "b": 2,\n  "c": 3,\n  "d": 4,\n- "e": 5\n+ "e": 6\n }\n',
  )
  expect(jsonDiff(1, 2)).toBe('@@ -1 +1 @@\n-1\n+2\n')
})

test('changes far apart stand in hunks of their own', () => {
  const long = Array.from({ length: 20 }, (_, index) => index)
  const changed = long.with(1, 100).with(18, 200)
  expect(jsonDiff(long, changed)).toBe(
    [
      '@@ -1,6 +1,6 @@\n [\n  0,\n- 1,\n+ 100,\n  2,\n  3,\n  4,\n',
      '@@ -17,6 +17,6 @@\n  15,\n  16,\n  17,\n- 18,\n+ 200,\n  19\n ]\n',
    ].join(''),
  )
})

test('a list that was empty begins where it stood', () => {
  expect(jsonDiff([], [1])).toBe('@@ -1 +1,3 @@\n-[]\n+[\n+ 1\n+]\n')
})
