// Proves a lab: its untouched start fails every task, its solution passes, each wrong answer fails what it says and nothing else.
import type { Foreseen } from '../graders/run.ts'
import type { CheckResult, Verdict } from '../graders/verdict.ts'
import type { Provider } from '../providers/provider.ts'
import { clusterSpecOf, type Lab, type LabFile } from './catalogue.ts'
import { engineRefusal } from './engines.ts'
import type { Grading } from './grading.ts'
import type { ApplyReport } from './session.ts'
import { ClusterTime } from './time.ts'

/** What was tried: nothing but the seed, the solution, or the wrong answer of that name. */
export type Trial = { answer: 'start' } | { answer: 'solution' } | { answer: 'wrong'; why: string }

export interface Proof {
  trial: Trial
  /** From 1 on. */
  round: number
  ok: boolean
  /** Spanish, for the lab's author; none when ok. */
  problems: string[]
  /** undefined when it did not get that far. */
  verdict?: Verdict
  durationMs: number
}

export interface VerifyTools {
  provider: Provider
  grading: Grading
  /** As the page applies a learner's files, and runs their lines of helm, after each of which `afterLine` is waited for. */
  apply: (kubeconfig: string, lab: Lab, files: LabFile[], afterLine: () => Promise<unknown>) => Promise<ApplyReport>
  /** Each trial so many times, on a new cluster each time. Default 2. */
  rounds?: number
  /**
   * Whether clusters hold their time, which then passes only as the grader lets it; only for engines with a clock of their own.
   * Nothing is overtaken and nobody waits.
   */
  timeHeld?: boolean
  /** See ClusterSpec. */
  clockRate?: number
  /** How many of the lab's wrong answers are tried, from the first on. Default all. */
  wrongMax?: number
  /** What must fail is believed as soon as it fails for the reason foreseen, without its patience. For slow clusters. */
  hurried?: boolean
}

/** Where time is held, so much of it passes before an answer and between its steps: learners look at what they have. */
const lookAroundSeconds = 15

/**
 * Proves labs, one at a time with each of `benches`, which may share what they are made of; `onLab` hears of them in the order
 * given, with no proof of those that the engine is not for.
 * Rejects as verifyLab does, once what runs has ended.
 */
export async function verifyLabs(
  labs: Lab[],
  benches: VerifyTools[],
  onLab: (lab: Lab, proofs: Proof[]) => void,
): Promise<void> {
  const proven = new Map<Lab, Proof[]>()
  const waiting = [...labs]
  let told = 0
  async function work(tools: VerifyTools): Promise<void> {
    for (let lab = waiting.shift(); lab; lab = waiting.shift()) {
      const elsewhere = engineRefusal(lab, tools.provider.name) !== undefined
      proven.set(lab, elsewhere ? [] : await verifyLab(lab, tools))
      for (let next = labs[told]; next && proven.has(next); next = labs[++told]) onLab(next, proven.get(next)!)
    }
  }
  for (const end of await Promise.allSettled(benches.map(work))) {
    if (end.status === 'rejected') throw end.reason
  }
}

/** Tries everything, one cluster after another. Rejects only when a cluster cannot be started at all. */
export async function verifyLab(lab: Lab, tools: VerifyTools): Promise<Proof[]> {
  const trials: Trial[] = [
    { answer: 'start' },
    { answer: 'solution' },
    ...lab.wrong.slice(0, tools.wrongMax).map(({ why }): Trial => ({ answer: 'wrong', why })),
  ]
  const proofs: Proof[] = []
  for (let round = 1; round <= (tools.rounds ?? 2); round++) {
    for (const trial of trials) {
      proofs.push(await prove(lab, trial, round, tools))
    }
  }
  return proofs
}

async function prove(lab: Lab, trial: Trial, round: number, tools: VerifyTools): Promise<Proof> {
  const begun = performance.now()
  const proof = (problems: string[], verdict?: Verdict): Proof => ({
    trial,
    round,
    ok: problems.length === 0,
    problems,
    ...(verdict ? { verdict } : {}),
    durationMs: Math.round(performance.now() - begun),
  })
  const place = trial.answer === 'wrong' ? trial.why : trial.answer
  await using cluster = await tools.provider.start({
    ...clusterSpecOf(lab, `verify-${lab.slug}-${place}-${round}`),
    passing: true,
    ...(tools.clockRate === undefined ? {} : { clockRate: tools.clockRate }),
  })
  const time = tools.timeHeld ? new ClusterTime(cluster.kubeconfig) : undefined
  await time?.steer({ do: 'hold' })
  const lookAround = async (): Promise<unknown> => time?.steer({ do: 'run', seconds: lookAroundSeconds })
  for (const files of [lab.seed, answerOf(lab, trial)]) {
    if (files.length === 0) continue
    const report = await tools.apply(cluster.kubeconfig, lab, files, lookAround)
    if (!report.ok)
      return proof(report.documents.filter(refused).map(({ file, message, server }) => `${file}: ${server ?? message}`))
    if (files === lab.seed) await lookAround()
  }
  const verdict = await tools.grading.grade(lab, cluster.kubeconfig, {
    attempt: round,
    submittedAt: new Date().toISOString(),
    source: 'ci',
    hintsUsed: 0,
    solutionSeen: false,
    ...(tools.timeHeld ? { timeHeld: true } : {}),
    ...(tools.hurried ? { foreseen: foreseenOf(lab, trial) } : {}),
  })
  return proof(problemsOf(lab, trial, verdict), verdict)
}

function refused({ outcome }: ApplyReport['documents'][number]): boolean {
  return outcome === 'refused' || outcome === 'skipped'
}

function answerOf(lab: Lab, trial: Trial): LabFile[] {
  if (trial.answer === 'start') return []
  return trial.answer === 'solution' ? lab.solution : wrongOf(lab, trial)!.files
}

function wrongOf(lab: Lab, trial: Trial): Lab['wrong'][number] | undefined {
  return lab.wrong.find(({ why }) => trial.answer === 'wrong' && why === trial.why)
}

function foreseenOf(lab: Lab, trial: Trial): Foreseen[] {
  if (trial.answer === 'start') return lab.tasks.map(({ id }) => ({ task: id }))
  const wrong = wrongOf(lab, trial)
  return (wrong?.fails ?? []).map((task) => ({ task, sentence: wrong!.sentence }))
}

/** What is not as the lab's folder says it should be; for the lab's author. */
export function problemsOf(lab: Lab, trial: Trial, verdict: Verdict): string[] {
  const problems: string[] = []
  for (const { id } of lab.tasks) {
    if (!verdict.checks.some(({ task }) => task === id))
      problems.push(`la tarea ${id} no la juzga ninguna comprobación`)
  }
  for (const { id, task, status, message } of verdict.checks) {
    if (!lab.tasks.some((known) => known.id === task)) problems.push(`«${id}» juzga la tarea ${task}, que no existe`)
    if (status === 'error') problems.push(`«${id}»: ${message}`)
  }
  if (trial.answer === 'start') return [...problems, ...startProblems(verdict)]
  const expected = wrongOf(lab, trial)
  const allowed = expected?.fails ?? []
  for (const check of verdict.checks) {
    if (check.status === 'fail' && !allowed.includes(check.task)) {
      problems.push(`falla la tarea ${check.task}, que tendría que estar bien: «${check.id}»: ${whole(check)}`)
    }
    if (check.status === 'skipped' && trial.answer === 'solution') problems.push(`«${check.id}»: ${check.message}`)
  }
  for (const task of allowed) problems.push(...missedFailure(task, expected!.sentence, verdict))
  return problems
}

function startProblems({ checks }: Verdict): string[] {
  const tasks = new Set(checks.map(({ task }) => task))
  return [...tasks]
    .filter((id) => checks.every(({ task, status }) => task !== id || status === 'pass'))
    .map((id) => `la tarea ${id} ya está bien antes de hacer nada`)
}

function missedFailure(task: number, sentence: string, { checks }: Verdict): string[] {
  const failed = checks.filter((check) => check.task === task && check.status === 'fail')
  if (failed.length === 0) return [`la tarea ${task} tendría que fallar y no falla`]
  if (failed.some((check) => whole(check).includes(sentence))) return []
  return [`la tarea ${task} falla sin decir «${sentence}»: ${failed.map(whole).join(' ')}`]
}

function whole({ message, evidence = [] }: CheckResult): string {
  return [message, ...evidence.map(({ because }) => because ?? '')].join(' ').trim()
}
