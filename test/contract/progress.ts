// What every progress store promises, as one suite that each driver runs.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Verdict } from '../../graders/verdict.ts'
import type { ProgressStore } from '../../course/progress/progress.ts'

/** @param reopen closes the store and opens what it kept; undefined for a store that keeps nothing. */
export function describeProgress(
  name: string,
  make: () => ProgressStore,
  reopen: ((store: ProgressStore) => ProgressStore) | undefined,
): void {
  describe(`progress ${name}`, () => {
    let store: ProgressStore
    beforeEach(() => void (store = make()))
    afterEach(() => store.close())
    const again = (): void => void (store = reopen ? reopen(store) : store)

    it('knows nothing of who has done nothing', () => {
      expect(store.read('ana', 'pv')).toEqual({ files: [], hints: {}, solutionSeen: false, attempts: 0, passed: false })
    })

    it('keeps files in the order in which they came, the last text of each, apart for each learner and lab', () => {
      store.keepFile('ana', 'pv', { name: 'b.yaml', text: 'uno' })
      store.keepFile('ana', 'pv', { name: 'a.yaml', text: 'ñ\u0000\r\n💾' })
      store.keepFile('ana', 'pv', { name: 'b.yaml', text: 'dos' })
      store.keepFile('ana', 'otro', { name: 'c.yaml', text: '' })
      again()
      expect(store.read('ana', 'pv').files).toEqual([
        { name: 'b.yaml', text: 'dos' },
        { name: 'a.yaml', text: 'ñ\u0000\r\n💾' },
      ])
      expect(store.read('eva', 'pv').files).toEqual([])
      store.dropFile('ana', 'pv', 'b.yaml')
      expect(store.read('ana', 'pv').files.map((file) => file.name)).toEqual(['a.yaml'])
    })

    it('counts hints by task', () => {
      expect([
        store.countHint('ana', 'pv', 2),
        store.countHint('ana', 'pv', 2),
        store.countHint('ana', 'pv', 3),
      ]).toEqual([1, 2, 1])
      again()
      expect(store.read('ana', 'pv').hints).toEqual({ 2: 2, 3: 1 })
    })

    it('remembers that the solution was seen and the engine, each without the other', () => {
      store.markSolutionSeen('ana', 'pv')
      store.moveTo('ana', 'otro', 'embedded')
      again()
      expect(store.read('ana', 'pv')).toMatchObject({ solutionSeen: true })
      expect(store.read('ana', 'pv').engine).toBeUndefined()
      store.moveTo('ana', 'pv', 'k3s')
      expect(store.read('ana', 'pv')).toMatchObject({ solutionSeen: true, engine: 'k3s' })
      expect(store.read('ana', 'otro')).toMatchObject({ solutionSeen: false, engine: 'embedded' })
    })

    it('gives the last verdict back, and does not forget a pass', () => {
      store.keepVerdict('ana', 'pv', verdictOf('pass', 1))
      store.keepVerdict('ana', 'pv', verdictOf('fail', 2))
      again()
      expect(store.read('ana', 'pv')).toMatchObject({ attempts: 2, passed: true, verdict: verdictOf('fail', 2) })
    })

    it('hands out copies', () => {
      store.keepFile('ana', 'pv', { name: 'a.yaml', text: 'uno' })
      store.read('ana', 'pv').files[0]!.text = 'dos'
      expect(store.read('ana', 'pv').files[0]!.text).toBe('uno')
    })
  })
}

function verdictOf(status: Verdict['status'], attempt: number): Verdict {
  return {
    schema: 'timonel/verdict/v1',
    lab: { id: 'pv', hash: 'h', title: 'PV' },
    engine: { kind: 'embedded', kubernetes: 'v1.35.1' },
    attempt,
    submittedAt: '2026-11-24T09:00:00Z',
    gradedAt: '2026-11-24T09:00:01Z',
    clusterClock: '2026-11-24T09:00:01Z',
    durationMs: 12,
    source: 'self',
    resourceVersion: '7',
    status,
    score: 0,
    maxScore: 1,
    hintsUsed: 0,
    solutionSeen: false,
    checks: [],
  }
}
