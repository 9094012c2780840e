// What the grading process and its parent say to each other.
import type { GradingContext } from '../../graders/run.ts'
import type { Verdict } from '../../graders/verdict.ts'

/** To the child: grade. `grader` is the file URL of a lab's grader.ts, with its hash as query so that an edit is seen. */
export interface GradingJob {
  job: number
  grader: string
  kubeconfig: string
  context: GradingContext
}

/** From the child: the verdict, or what broke. */
export type GradingAnswer = { job: number; verdict: Verdict } | { job: number; error: string }
