import { expect, it } from 'vitest'
import { company, hops, nodesOfMap, rulesOf } from './map.ts'

const parts = [...company, ...nodesOfMap.flatMap((node) => [node, ...rulesOf(node), ...node.parts])]

it('names each part once, and each hop goes by parts that are there', () => {
  const ids = parts.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { at } of hops) expect(ids).toEqual(expect.arrayContaining(at))
})

it('writes the notes’ rules on every node, with its own address for the port of nodes', () => {
  expect(rulesOf(nodesOfMap[1]!).map(({ name }) => name)).toEqual([
    '10.10.3.100:3307 → 10.10.2.102:3306',
    '10.10.3.101:80 → 10.10.2.101:80 | 10.10.2.103:80',
    '192.168.1.102:30080 → 10.10.3.102:80',
    '10.10.3.102:80 → 10.10.2.104:80',
  ])
})

it('gives no address twice', () => {
  const addresses = parts.flatMap((part) => ('address' in part && part.address ? [part.address] : []))
  expect(new Set(addresses).size).toBe(addresses.length)
})
