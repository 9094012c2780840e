// Runs a lab's grader against a cluster and gives the verdict.
import { openCluster } from './cluster/cluster-reader.ts'
import type { Check, Finding, Grader } from './grader.ts'
import { judge, type Outcome, type Watch } from './judge.ts'
import { messages } from './messages.ts'
import { heldPace, realPace } from './pace.ts'
import type { CheckResult, Evidence, Verdict } from './verdict.ts'

/** What the verdict says of the lab and the attempt, which the cluster does not know. */
export interface GradingContext {
  lab: Verdict['lab']
  /** `embedded`. */
  engine: string
  learner?: string
  attempt: number
  /** RFC 3339; the time of submission, which a later regrade does not move. */
  submittedAt: string
  source: Verdict['source']
  hintsUsed: number
  solutionSeen: boolean
  /**
   * For who proves a lab in a hurry: the tasks that must fail, with a part of what they must say. A check of theirs that
   * fails so is not watched to the end of its patience.
   */
  foreseen?: Foreseen[]
  /** The cluster's time is held, and passes as the checks let it: see heldPace. By itself when left out. */
  timeHeld?: boolean
  /** Real time for the whole verdict; what has not been judged by then is an `error`. Default 120,000. */
  deadlineMs?: number
}

export interface Foreseen {
  task: number
  /** Anything, when left out. */
  sentence?: string
}

const deadlineDefaultMs = 120_000

/**
 * Judges every check, all at once, each with its own patience. Never rejects for what the cluster does: a cluster that
 * does not answer gives a verdict with status `error`. Throws on a kubeconfig that names no cluster.
 */
export async function runGrader(kubeconfig: string, grader: Grader, context: GradingContext): Promise<Verdict> {
  const begun = performance.now()
  const cluster = openCluster(kubeconfig)
  const signal = AbortSignal.timeout(context.deadlineMs ?? deadlineDefaultMs)
  // Of the first look, not of the last: what changes while some checks wait may be news to those that did not.
  const resourceVersion = await cluster.resourceVersion().catch(() => '')
  const pace = context.timeHeld ? heldPace(cluster, resourceVersion) : realPace()
  const results = await judgeAll(grader.checks, { cluster, signal, pace }, context.foreseen ?? [])
  const failed = results.some(({ status }) => status === 'fail')
  const errors = results.filter(({ status }) => status === 'error')
  const kubernetes = await cluster.version().catch(() => '')
  const { lab, engine, learner, attempt, submittedAt, source, hintsUsed, solutionSeen } = context
  return {
    schema: 'timonel/verdict/v1',
    lab,
    engine: { kind: engine, kubernetes },
    ...(learner === undefined ? {} : { learner }),
    attempt,
    submittedAt,
    gradedAt: new Date().toISOString(),
    clusterClock: new Date(cluster.clock()).toISOString(),
    durationMs: Math.round(performance.now() - begun),
    source,
    resourceVersion,
    status: failed ? 'fail' : errors.length > 0 ? 'error' : 'pass',
    ...(errors[0] ? { message: errors[0].message } : {}),
    score: results.reduce((sum, { score }) => sum + score, 0),
    maxScore: results.reduce((sum, { maxScore }) => sum + maxScore, 0),
    hintsUsed,
    solutionSeen,
    checks: results,
  }
}

async function judgeAll(checks: Check[], watch: Omit<Watch, 'foreseen'>, foreseen: Foreseen[]): Promise<CheckResult[]> {
  const judged = new Map<string, Promise<CheckResult>>()
  for (const check of checks) {
    judged.set(
      check.id,
      judgeOne(
        check,
        (check.needs ?? []).map((id) => judged.get(id)!),
        watch,
        foreseen.find(({ task }) => task === check.task),
      ),
    )
  }
  return Promise.all(judged.values())
}

async function judgeOne(
  check: Check,
  needed: Promise<CheckResult>[],
  watch: Omit<Watch, 'foreseen'>,
  foreseen: Foreseen | undefined,
): Promise<CheckResult> {
  const unmet = (await Promise.all(needed)).find(({ status }) => status !== 'pass')
  if (unmet) return resultOf(check, { status: 'skipped', message: messages.skipped(unmet.title) }, 0)
  const begun = performance.now()
  const outcome = await judge(check, {
    ...watch,
    foreseen: (failing) => foreseen !== undefined && says(failing, foreseen),
  })
  return resultOf(check, told(outcome), Math.round(performance.now() - begun))
}

function says(failing: Finding[], { sentence = '' }: Foreseen): boolean {
  return [messages.fail(failing[0]!), ...failing.map(({ because = '' }) => because)].join(' ').includes(sentence)
}

type Told = Pick<CheckResult, 'status' | 'message' | 'evidence'>

function told(outcome: Outcome): Told {
  if (outcome.status === 'pass') {
    return { status: 'pass', message: messages.pass, evidence: outcome.findings.map(evidenceOf) }
  }
  if (outcome.status === 'error') {
    const evidence = { object: 'cluster', field: '(respuesta)', expected: 'una respuesta', observed: outcome.reason }
    return { status: 'error', message: messages.error(outcome.reason), evidence: [evidence] }
  }
  const first = messages.fail(outcome.findings[0]!)
  const message = outcome.note === undefined ? first : `${first} ${outcome.note}`
  return { status: 'fail', message, evidence: outcome.findings.map(evidenceOf) }
}

function evidenceOf({ object, field, expected, observed, because }: Finding): Evidence {
  return { object, field, expected, observed, ...(because === undefined ? {} : { because }) }
}

function resultOf(check: Check, { status, message, evidence }: Told, durationMs: number): CheckResult {
  const maxScore = check.maxScore ?? 1
  return {
    id: check.id,
    title: check.title,
    task: check.task,
    status,
    score: status === 'pass' ? maxScore : 0,
    maxScore,
    message,
    ...(check.needs ? { needs: check.needs } : {}),
    visibility: check.visibility ?? 'visible',
    durationMs,
    ...(evidence ? { evidence } : {}),
  }
}
