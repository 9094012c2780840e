#!/usr/bin/env node
// How like a real API server the embedded one answers: replays a recording and prints the shares.
import { parseArgs } from 'node:util'
import { createReplay } from './parity/replay.ts'
import { failureLines, reportLines, reportOf, type Judged } from './parity/report.ts'
import { kindOf, readRows, type Row } from './parity/row.ts'
import { judge } from './parity/score.ts'

const usage = `uso: npm run parity -- FICHERO [--kind Pod] [--failures N] [--json]
  FICHERO      respuestas grabadas de un servidor de verdad, una por línea (validation.jsonl)
  --kind       solo las de ese tipo
  --failures   enseña enteras las N primeras que difieren
  --json       el resultado como JSON`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { kind: { type: 'string' }, failures: { type: 'string' }, json: { type: 'boolean' } },
  })
  const [file] = positionals
  if (file === undefined) throw new Error(usage)
  const most = Number(values.failures ?? 0)
  if (!Number.isInteger(most) || most < 0) throw new Error(`--failures pide un número, no «${values.failures}»`)
  const rows = readRows(file).filter((row) => values.kind === undefined || kindOf(row) === values.kind)
  if (rows.length === 0) throw new Error(`${file}: no hay ninguna fila${values.kind ? ` de ${values.kind}` : ''}`)
  const replay = await createReplay()
  const judged: Judged[] = []
  const unserved: Row[] = []
  for (const row of rows) {
    const answer = await replay(row)
    if (answer) judged.push({ row, answer, verdict: judge(row, answer) })
    else unserved.push(row)
  }
  const report = reportOf(judged, unserved)
  if (values.json) console.log(JSON.stringify(report, undefined, 2))
  else console.log([...failureLines(judged, most), ...reportLines(report)].join('\n'))
}

try {
  await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
