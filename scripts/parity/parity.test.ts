import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReplay, type Replay } from './replay.ts'
import { failureLines, reportLines, reportOf } from './report.ts'
import { readRows, type Row } from './row.ts'
import { comparable, isPerfect, judge, sharesOf } from './score.ts'

const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }
const accepted: Row = {
  base: 'ConfigMap/a',
  op: 'none',
  path: '',
  manifest,
  code: 201,
  object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a', namespace: 'default' } },
}
const refused: Row = {
  base: 'ConfigMap/a',
  op: 'set',
  path: '/metadata/name',
  value: '',
  manifest: { ...manifest, metadata: { name: '' } },
  code: 422,
  reason: 'Invalid',
  message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
  causes: [
    {
      reason: 'FieldValueRequired',
      message: 'Required value: name or generateName is required',
      field: 'metadata.name',
    },
  ],
}

describe('replay', () => {
  let replay: Replay
  beforeAll(async () => {
    replay = await createReplay()
  })
  it('gives the object with its defaults for an unchanged base', async () => {
    expect(await replay(accepted)).toEqual({ code: 201, object: accepted.object })
  })
  it('gives reason, message and causes of a refusal', async () => {
    const { code, reason, message, causes } = refused
    expect(await replay(refused)).toEqual({ code, reason, message, causes })
  })
  it('asks each row of a server that has kept nothing of the ones before', async () => {
    await replay(accepted)
    expect((await replay(accepted))?.code).toBe(201)
  })
  it('gives no answer for a kind that is not served', async () => {
    const row = {
      ...accepted,
      base: 'Trainer/a',
      manifest: { ...manifest, apiVersion: 'example.com/v1', kind: 'Trainer' },
    }
    expect(await replay(row)).toBeUndefined()
  })
})

describe('judge', () => {
  it('finds equal answers equal in every part they have', () => {
    expect(judge(accepted, accepted)).toEqual({ code: true, causes: undefined, message: undefined, object: true })
    expect(judge(refused, refused)).toEqual({ code: true, causes: true, message: true, object: undefined })
  })
  it('takes causes in any order, and needs reason and field of each', () => {
    const causes = [
      { reason: 'FieldValueRequired', field: 'a' },
      { reason: 'FieldValueInvalid', field: 'b' },
    ]
    const row = { ...refused, causes }
    expect(judge(row, { ...row, causes: causes.toReversed() }).causes).toBe(true)
    expect(judge(row, { ...row, causes: causes.slice(1) }).causes).toBe(false)
    expect(judge(row, { ...row, causes: [{ ...causes[0]!, field: 'b' }, causes[1]!] }).causes).toBe(false)
  })
  it('finds another code, message or object different', () => {
    expect(judge(refused, { ...refused, code: 400 })).toMatchObject({ code: false, causes: false, message: true })
    expect(judge(refused, { ...refused, message: 'x' }).message).toBe(false)
    expect(judge(accepted, { code: 201, object: { ...accepted.object, data: {} } }).object).toBe(false)
    expect(isPerfect(judge(accepted, { code: 201, object: {} }))).toBe(false)
  })
})

describe('comparable', () => {
  it('hides the instants that the manifest does not name', () => {
    const row = { ...accepted, manifest: { ...manifest, data: { a: '2020-01-01T00:00:00Z' } } }
    expect(comparable(row, { a: '2020-01-01T00:00:00Z', b: '2021-01-01T00:00:00Z' })).toEqual({
      a: '2020-01-01T00:00:00Z',
      b: '?',
    })
  })
  it("hides a Service's addresses and ports unless the manifest names them", () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      spec: { ports: [{ port: 80 }, { port: 81, nodePort: 30081 }] },
    }
    const object = {
      spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports: [{ nodePort: 30000 }, { nodePort: 30081 }] },
    }
    expect(comparable({ ...accepted, base: 'Service/a', manifest: service }, object)).toEqual({
      spec: { clusterIP: '?', clusterIPs: '?', ports: [{ nodePort: '?' }, { nodePort: 30081 }] },
    })
  })
})

describe('report', () => {
  const good = { row: refused, answer: refused, verdict: judge(refused, refused) }
  const wrong = { ...refused, code: 400, message: 'no' }
  const bad = { row: refused, answer: wrong, verdict: judge(refused, wrong) }
  it('counts by part, leaving out what a row has not', () => {
    expect(sharesOf([good.verdict, bad.verdict, judge(accepted, accepted)])).toEqual({
      code: { equal: 2, of: 3 },
      causes: { equal: 1, of: 2 },
      message: { equal: 1, of: 2 },
      object: { equal: 1, of: 1 },
    })
  })
  it('says the kinds that are not served, and ends with the promised totals', () => {
    const lines = reportLines(reportOf([good, bad], [{ ...accepted, base: 'Job/a' }]))
    expect(lines.at(-2)).toBe('sin servir (no cuentan): Job 1')
    expect(lines.at(-1)).toBe(
      'tipos del encargo                1/2 50.0 %         1/2 50.0 %         1/2 50.0 %                  —',
    )
  })
  it('shows the failures in full, no more than asked', () => {
    expect(failureLines([good, bad, bad], 1)).toEqual([
      '--- ConfigMap/a set /metadata/name ""',
      '    difiere: código, causas, mensaje',
      `    real:    422 ${refused.message}`,
      '    propio:  400 no',
    ])
  })
})

describe('readRows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parity-'))
  const file = join(folder, 'rows.jsonl')
  afterAll(() => rmSync(folder, { recursive: true }))
  it('reads one row a line', () => {
    writeFileSync(file, `${JSON.stringify(accepted)}\n\n${JSON.stringify(refused)}\n`)
    expect(readRows(file)).toEqual([accepted, refused])
  })
  it('names file, line and field of a bad one', () => {
    writeFileSync(file, `${JSON.stringify(accepted)}\n{`)
    expect(() => readRows(file)).toThrow(`${file}:2: la línea no es JSON`)
    writeFileSync(file, '{"base":"Pod/a"}')
    expect(() => readRows(file)).toThrow(`${file}:1: falta el campo «op». Regenera el fichero.`)
  })
})
