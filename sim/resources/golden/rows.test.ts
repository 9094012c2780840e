// The rows that a real API server (Kubernetes 1.35.1) printed for these objects, wide columns included. Times are taken out.
import { expect, test } from 'vitest'
import type { KubeObject } from '../../api/object.ts'
import { resources } from '../index.ts'
import golden from './rows.golden.json' with { type: 'json' }

const cases = golden as unknown as { object: KubeObject; cells: unknown[] }[]
/** Later than any of the objects, so that no age is invalid. */
const now = Date.UTC(2027, 0, 1)

test.each(cases.map((row) => [`${row.object.kind}/${row.object.metadata.name}`, row] as const))(
  '%s',
  (_title, { object, cells }) => {
    const strategy = resources.find(({ ref }) => ref.kind === object.kind)!
    const row = strategy.row!(object, { now })
    expect(row.map((cell, index) => (cells[index] === null ? null : cell))).toEqual(cells)
  },
)
