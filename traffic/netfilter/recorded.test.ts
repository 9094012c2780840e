// The rules that a real kube-proxy 1.35.1 wrote on two nodes, beside ours from the same objects.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type RuleWorld, ruleBookOf } from './rule-book.ts'

const folder = join(import.meta.dirname, 'recorded')
const world = JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8')) as RuleWorld

/** Lines that are Docker's, and the network plugin's for what leaves the cluster. */
const others = /DOCKER|-s 10\.42\.0\.0\/16 ! -d 10\.42\.0\.0\/16 -j MASQUERADE/

describe.each(['nodo1', 'nodo2'])('%s', (node) => {
  const real = tablesOf(readFileSync(join(folder, `${node}.txt`), 'utf8'))
  const book = ruleBookOf(world, node)

  it.each(['nat', 'filter'] as const)('the same chains and the same rules in the table %s', (table) => {
    const mine = book
      .save(table)
      .split('\n')
      .filter((line) => /^[:-]/.test(line))
    expect(mine.toSorted()).toEqual(real[table]!.toSorted())
  })

  it('in each chain of a Service, in the same order', () => {
    const ordered = (lines: string[]): string[] =>
      lines
        .filter((line) => /^-A KUBE-(?:(?:SVC|SVL|EXT|FW|SEP)-|POSTROUTING|FORWARD)/.test(line))
        .map((line, at) => ({ line, at, chain: line.split(' ')[1]! }))
        .toSorted((a, b) => (a.chain === b.chain ? a.at - b.at : a.chain < b.chain ? -1 : 1))
        .map(({ line }) => line)
    for (const table of ['nat', 'filter'] as const) {
      expect(ordered(book.save(table).split('\n'))).toEqual(ordered(real[table]!))
    }
  })
})

function tablesOf(text: string): Record<string, string[]> {
  const tables: Record<string, string[]> = {}
  let lines: string[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) tables[line.slice(1)] = lines = []
    else if (/^[:-]/.test(line) && !others.test(line)) lines.push(line)
  }
  return tables
}
