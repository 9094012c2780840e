// `npm run coverage -- FILE`: which rows of the notes' coverage table no lesson or lab names yet, by group.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadCatalogue, type Catalogue } from '../course/catalogue.ts'

export interface Row {
  /** `VOL-03`. */
  id: string
  /** The title of its section: `1. Volúmenes persistentes (VOL)`. */
  group: string
}

export interface Coverage {
  rows: Row[]
  uncovered: Row[]
  /** Ids that the course names and the table does not have. */
  unknown: string[]
}

/** The rows of the tables whose first column is an id; sections are the `## ` headings. */
export function readRows(markdown: string): Row[] {
  const rows: Row[] = []
  let group = ''
  for (const line of markdown.split(/\r?\n/)) {
    if (line.startsWith('## ')) group = line.slice('## '.length).trim()
    const id = /^\| *([A-Z]{3}-\d{2}) *\|/.exec(line)?.[1]
    if (id !== undefined) rows.push({ id, group })
  }
  return rows
}

/** Sets the table against what lessons and labs say that they cover. */
export function coverageOf(rows: Row[], catalogue: Catalogue): Coverage {
  const named = new Set([
    ...catalogue.modules.flatMap(({ lessons }) => lessons.flatMap(({ covers }) => covers)),
    ...catalogue.labs.flatMap(({ covers }) => covers),
  ])
  const known = new Set(rows.map(({ id }) => id))
  return {
    rows,
    uncovered: rows.filter(({ id }) => !named.has(id)),
    unknown: [...named].filter((id) => !known.has(id)).toSorted(),
  }
}

/** The report that the command prints. */
export function describeCoverage({ rows, uncovered, unknown }: Coverage): string {
  const lines: string[] = []
  for (const group of new Set(rows.map((row) => row.group))) {
    const all = rows.filter((row) => row.group === group)
    const missing = uncovered.filter((row) => row.group === group).map(({ id }) => id)
    lines.push(`${group}: ${all.length - missing.length} de ${all.length}`)
    if (missing.length > 0) lines.push(`  faltan ${missing.join(', ')}`)
  }
  if (unknown.length > 0) lines.push(`No están en la tabla: ${unknown.join(', ')}`)
  lines.push(`Total: ${rows.length - uncovered.length} de ${rows.length} filas cubiertas.`)
  return lines.join('\n')
}

function main(file: string | undefined): number {
  if (file === undefined) {
    console.error('Falta el fichero con la tabla: npm run coverage -- FICHERO')
    return 2
  }
  const rows = readRows(readFileSync(file, 'utf8'))
  if (rows.length === 0) {
    console.error(`${file}: no hay ninguna tabla con filas como VOL-01.`)
    return 2
  }
  const coverage = coverageOf(rows, loadCatalogue(join(import.meta.dirname, '..')))
  console.log(describeCoverage(coverage))
  return coverage.unknown.length > 0 ? 1 : 0
}

if (import.meta.main) process.exitCode = main(process.argv[2])
