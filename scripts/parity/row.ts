// One recorded question to a real API server and its answer: a line of validation.jsonl.
import { readFileSync } from 'node:fs'

/** A field of the answer that a refusal names. */
export interface Cause {
  reason?: string
  message?: string
  field?: string
}

/** What a server said to a create with dryRun=All and fieldValidation=Strict. */
export interface Answer {
  code: number
  reason?: string
  message?: string
  causes?: Cause[]
  warning?: string
  /** The object with its defaults, where the row has it: the recording keeps that of unchanged bases. */
  object?: Record<string, unknown>
}

export interface Row extends Answer {
  /** `Kind/name` of the manifest that the case was made from. */
  base: string
  /** What was done to it; `none` for nothing. */
  op: string
  /** Where, as JSON pointer. */
  path: string
  value?: unknown
  manifest: { apiVersion: string; kind?: string; [key: string]: unknown }
}

/** Reads the rows. Throws with file, line and the way out on what is none. */
export function readRows(file: string): Row[] {
  const rows: Row[] = []
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue
    rows.push(parseRow(line, `${file}:${index + 1}`))
  }
  return rows
}

function parseRow(line: string, where: string): Row {
  let row: Partial<Row>
  try {
    row = JSON.parse(line) as Partial<Row>
  } catch (error) {
    throw new Error(`${where}: la línea no es JSON (${(error as Error).message}). Regenera el fichero.`, {
      cause: error,
    })
  }
  for (const field of ['base', 'op', 'manifest', 'code'] as const) {
    if (row[field] === undefined) throw new Error(`${where}: falta el campo «${field}». Regenera el fichero.`)
  }
  return { path: '', ...row } as Row
}

/** Kind of the row's base: the one whose path it was sent to. */
export function kindOf(row: Row): string {
  return row.base.split('/')[0]!
}
