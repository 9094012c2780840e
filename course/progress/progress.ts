// What a learner has done in a lab, kept across restarts: the port, whatever keeps it.
import type { ProviderName } from '../../providers/provider.ts'
import type { Verdict } from '../../graders/verdict.ts'

/** A file as the learner left it. */
export interface KeptFile {
  name: string
  text: string
}

/** Where a learner stands in a lab. */
export interface LabProgress {
  /** Only those that the learner touched or added, in the order in which they were first kept. */
  files: KeptFile[]
  /** Hints given by task number. */
  hints: Record<number, number>
  /** They have seen the solution before passing. */
  solutionSeen: boolean
  /** The engine they moved to; undefined for the machine's own choice. */
  engine?: ProviderName
  /** How many times they asked for a verdict. */
  attempts: number
  /** The last verdict. */
  verdict?: Verdict
  /** Whether any verdict so far was a pass. */
  passed: boolean
}

/** Synchronous on purpose: what it accepts is kept when it returns. */
export interface ProgressStore {
  read(learner: string, lab: string): LabProgress
  keepFile(learner: string, lab: string, file: KeptFile): void
  dropFile(learner: string, lab: string, name: string): void
  /** Counts one more hint of a task and returns how many there are now. */
  countHint(learner: string, lab: string, task: number): number
  markSolutionSeen(learner: string, lab: string): void
  moveTo(learner: string, lab: string, engine: ProviderName): void
  /** Keeps a verdict as the last one; the number of attempts becomes its `attempt`. */
  keepVerdict(learner: string, lab: string, verdict: Verdict): void
  close(): void
}
