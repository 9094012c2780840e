import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { labOf, loadCatalogue } from './catalogue.ts'
import { createGrading, type Grading } from './grading.ts'

const lab = labOf(loadCatalogue(`${import.meta.dirname}/..`), 'pv-y-pvc')
const attempt = {
  attempt: 1,
  submittedAt: '2027-01-01T00:00:00Z',
  source: 'ci',
  hintsUsed: 0,
  solutionSeen: false,
} as const
/** Nobody listens there: what is graded is an error at once, which is all that these tests need. */
const nobody = JSON.stringify({
  clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1', 'insecure-skip-tls-verify': true } }],
  users: [{ name: 'u', user: {} }],
  contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  'current-context': 'x',
})

describe('the grading process', () => {
  let folder: string
  let grading: Grading
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'timonel-grading-'))
    grading = createGrading(2000)
  })
  afterEach(() => {
    grading.close()
    rmSync(folder, { recursive: true })
  })

  const labWith = (grader: string, hash: string): typeof lab => {
    writeFileSync(join(folder, 'grader.ts'), grader)
    return { ...lab, folder, hash }
  }

  it('gives a verdict with the lab and the engine in it', async () => {
    const verdict = await grading.grade(labWith('export default { checks: [] }', 'h1'), nobody, attempt)
    expect(verdict).toMatchObject({ lab: { id: 'pv-y-pvc', hash: 'h1' }, engine: { kind: 'existing' }, status: 'pass' })
  })

  it('sees an edited grader', async () => {
    await grading.grade(labWith('export default { checks: [] }', 'h1'), nobody, attempt)
    await expect(grading.grade(labWith('throw new Error("roto")', 'h2'), nobody, attempt)).rejects.toThrow(
      'El corrector tiene un fallo: roto',
    )
  })

  it('survives a grader that never ends', async () => {
    const endless = labWith('for (;;) {}', 'endless')
    await expect(grading.grade(endless, nobody, { ...attempt, deadlineMs: 100 })).rejects.toThrow(
      'El corrector no terminó a tiempo.',
    )
    expect((await grading.grade(labWith('export default { checks: [] }', 'h3'), nobody, attempt)).status).toBe('pass')
  })
})
