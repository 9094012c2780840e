import { expect, it } from 'vitest'
import { coverageOf, describeCoverage, readRows } from './coverage.ts'

const table = `## 1. Volúmenes (VOL)

| id | apuntes |
|---|---|
| VOL-01 | uno, y nombra VOL-09 |
| VOL-02 | dos |

## 2. Otra (PRO)

| PRO-01 | tres |
`
const lesson = { slug: 'l', module: 'm', title: '', summary: '', labs: [], body: '', covers: ['VOL-01', 'XXX-01'] }
const catalogue = { modules: [{ slug: 'm', title: '', summary: '', position: 1, lessons: [lesson] }], labs: [] }

it('counts the rows of each group, and those that are named without being there', () => {
  expect(describeCoverage(coverageOf(readRows(table), catalogue))).toBe(
    [
      '1. Volúmenes (VOL): 1 de 2',
      '  faltan VOL-02',
      '2. Otra (PRO): 0 de 1',
      '  faltan PRO-01',
      'No están en la tabla: XXX-01',
      'Total: 1 de 3 filas cubiertas.',
    ].join('\n'),
  )
})
