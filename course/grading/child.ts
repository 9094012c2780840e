// The grading process: loads a lab's grader and runs it. A grader that never ends takes this process with it, and nothing else.
import type { Grader } from '../../graders/grader.ts'
import { runGrader } from '../../graders/run.ts'
import type { GradingAnswer, GradingJob } from './messages.ts'

process.on('message', (job: GradingJob) => void answer(job))

async function answer({ job, grader, kubeconfig, context }: GradingJob): Promise<void> {
  try {
    const loaded = (await import(grader)) as { default: Grader }
    send({ job, verdict: await runGrader(kubeconfig, loaded.default, context) })
  } catch (error) {
    send({ job, error: (error as Error).message })
  }
}

function send(message: GradingAnswer): void {
  process.send?.(message)
}
