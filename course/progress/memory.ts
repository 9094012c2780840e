// Progress that lasts as long as the process: for tests and for commands that keep nothing.
import type { LabProgress, ProgressStore } from './progress.ts'

export function memoryProgress(): ProgressStore {
  const kept = new Map<string, LabProgress>()
  const of = (learner: string, lab: string): LabProgress => {
    const key = JSON.stringify([learner, lab])
    let progress = kept.get(key)
    if (!progress) kept.set(key, (progress = { files: [], hints: {}, solutionSeen: false, attempts: 0, passed: false }))
    return progress
  }
  return {
    read: (learner, lab) => structuredClone(of(learner, lab)),
    keepFile(learner, lab, { name, text }) {
      const { files } = of(learner, lab)
      const known = files.find((file) => file.name === name)
      if (known) known.text = text
      else files.push({ name, text })
    },
    dropFile(learner, lab, name) {
      const progress = of(learner, lab)
      progress.files = progress.files.filter((file) => file.name !== name)
    },
    countHint(learner, lab, task) {
      const { hints } = of(learner, lab)
      return (hints[task] = (hints[task] ?? 0) + 1)
    },
    markSolutionSeen: (learner, lab) => void (of(learner, lab).solutionSeen = true),
    moveTo: (learner, lab, engine) => void (of(learner, lab).engine = engine),
    keepVerdict(learner, lab, verdict) {
      const progress = of(learner, lab)
      progress.verdict = structuredClone(verdict)
      progress.attempts = verdict.attempt
      progress.passed ||= verdict.status === 'pass'
    },
    close: () => {},
  }
}
