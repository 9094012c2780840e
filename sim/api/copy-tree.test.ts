import { expect, it } from 'vitest'
import { copyTree } from './copy-tree.ts'
import { deepFreeze } from './freeze.ts'

it('shares nothing with a frozen tree, and holds the same', () => {
  const tree = deepFreeze({ a: [{ b: 1 }, null, 'x'], c: { d: undefined, e: {} } })
  const copy = copyTree(tree)
  expect(copy).toStrictEqual(tree)
  ;(copy.a[0] as { b: number }).b = 2
  copy.c.e = { f: true }
  expect(tree).toStrictEqual({ a: [{ b: 1 }, null, 'x'], c: { d: undefined, e: {} } })
})

it('keeps keys that mean something to JavaScript', () => {
  const tree = JSON.parse('{"data": {"__proto__": "text", "constructor": {"a": 1}}}') as object
  expect(JSON.stringify(copyTree(tree))).toBe(JSON.stringify(tree))
})
