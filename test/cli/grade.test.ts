// A submission through the whole path: cluster, apply, grade, print, exit code.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { verdictSchema } from '../../graders/verdict.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-grade-'))
afterAll(() => rmSync(folder, { recursive: true }))
const lab = join(import.meta.dirname, '../../labs/pv-y-pvc')

it('the solution passes: 0, and a verdict that a machine can read', { timeout: 90_000 }, async () => {
  const report = join(folder, 'junit.xml')
  const { code, out } = await run(['grade', 'pv-y-pvc', '-s', join(lab, 'solution'), '--json', '--junit', report])
  const verdict = verdictSchema.parse(JSON.parse(out))
  expect(verdict).toMatchObject({ status: 'pass', source: 'ci', lab: { id: 'pv-y-pvc' }, engine: { kind: 'embedded' } })
  expect(code).toBe(0)
  const { checks } = verdict
  const xml = readFileSync(report, 'utf8')
  expect(xml).toContain(`<testsuites tests="${checks.length}" failures="0" errors="0" skipped="0">`)
  expect(xml.match(/<testcase /g)).toHaveLength(checks.length)
})

it('a document that is refused is told with its place; the rest is graded: 1', { timeout: 120_000 }, async () => {
  writeFileSync(
    join(folder, 'pvc.yaml'),
    'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: x\nspec:\n  tamano: 10Gi\n',
  )
  const { code, out } = await run(['grade', 'pv-y-pvc', '--submission', folder])
  expect(code).toBe(1)
  expect(out).toContain('pvc.yaml:6:3: ')
  expect(out).toContain('strict decoding error: unknown field "spec.tamano"')
  expect(out).toMatch(/^Todavía no: \d+ de \d+ puntos \(embedded, v1\.35\.1\)$/m)
  expect(out).toMatch(/^ {4}esperado {2}/m)
})
