import { describe, expect, it } from 'vitest'
import type { CheckResult, Verdict } from '../graders/verdict.ts'
import { labOf, loadCatalogue } from './catalogue.ts'
import { problemsOf } from './verify.ts'

const lab = labOf(loadCatalogue(`${import.meta.dirname}/..`), 'pv-y-pvc')

/** A verdict in which each task has one check. */
function verdictOf(statuses: CheckResult['status'][], because = ''): Verdict {
  const checks = statuses.map((status, index): CheckResult => ({
    id: `c${index + 1}`,
    title: '',
    task: index + 1,
    status,
    score: 0,
    maxScore: 1,
    message: 'M',
    visibility: 'visible',
    durationMs: 0,
    evidence: [{ object: '', field: '', expected: '', observed: '', because }],
  }))
  return { checks } as Verdict
}

describe('what a lab’s proof finds', () => {
  it('a task that is right before anything is done', () => {
    expect(problemsOf(lab, { answer: 'start' }, verdictOf(['fail', 'fail', 'pass', 'fail', 'skipped']))).toEqual([
      'la tarea 3 ya está bien antes de hacer nada',
    ])
  })

  it('a solution that does not pass', () => {
    expect(problemsOf(lab, { answer: 'solution' }, verdictOf(['pass', 'fail', 'pass', 'pass', 'pass'], 'B'))).toEqual([
      'falla la tarea 2, que tendría que estar bien: «c2»: M B',
    ])
  })

  it('a wrong answer that passes, fails elsewhere, or for another reason', () => {
    const trial = { answer: 'wrong', why: 'clase-distinta' } as const
    expect(problemsOf(lab, trial, verdictOf(['pass', 'fail', 'pass', 'pass', 'pass'], 'No encaja la clase'))).toEqual(
      [],
    )
    expect(problemsOf(lab, trial, verdictOf(['pass', 'pass', 'fail', 'pass', 'pass']))).toEqual([
      'falla la tarea 3, que tendría que estar bien: «c3»: M',
      'la tarea 2 tendría que fallar y no falla',
    ])
    expect(problemsOf(lab, trial, verdictOf(['pass', 'fail', 'pass', 'pass', 'pass'], 'otra cosa'))).toEqual([
      'la tarea 2 falla sin decir «la clase»: M otra cosa',
    ])
  })

  it('a check that could not be evaluated, and a task that nothing judges', () => {
    expect(problemsOf(lab, { answer: 'solution' }, verdictOf(['error', 'pass', 'pass', 'pass']))).toEqual([
      'la tarea 5 no la juzga ninguna comprobación',
      '«c1»: M',
    ])
  })
})
