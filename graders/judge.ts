// Watches one check until it holds, can no longer hold, or its patience in cluster time is over.
import type { ClusterConnection } from './cluster/cluster-reader.ts'
import { ClusterError } from './cluster/cluster-error.ts'
import type { Check, Finding } from './grader.ts'
import { messages } from './messages.ts'

/** How one check ended; `reason` is for `error` (Spanish). */
export type Outcome =
  | { status: 'pass'; findings: Finding[] }
  | { status: 'fail'; findings: Finding[]; note: string | undefined }
  | { status: 'error'; reason: string }

const withinDefaultMs = 20_000
/** What fails as foreseen is believed after this long. */
const foreseenAfterMs = 5000
const pauseFirstMs = 100
const pauseMaxMs = 1000
/** A cluster that answers nothing for this long, in real time, is not going to. */
const silenceMaxMs = 10_000

/**
 * Never rejects.
 * @param signal ends the watching: the whole verdict's deadline.
 * @param foreseen true of failures that somebody who proves a lab was waiting for: they need not use up their patience.
 */
export async function judge(
  check: Check,
  cluster: ClusterConnection,
  signal: AbortSignal,
  foreseen: (failing: Finding[]) => boolean = () => false,
): Promise<Outcome> {
  const patience = check.withinMs ?? withinDefaultMs
  let begun: number | undefined
  let held: number | undefined
  let lastAnswerAt = performance.now()
  for (let pause = pauseFirstMs; ; pause = Math.min(pause * 1.5, pauseMaxMs)) {
    const look = await observe(check, cluster)
    if ('reason' in look) {
      if (!look.transient || performance.now() - lastAnswerAt > silenceMaxMs)
        return { status: 'error', reason: look.reason }
    } else {
      lastAnswerAt = performance.now()
      const now = cluster.clock()
      begun ??= now
      const failing = look.findings.filter(({ holds }) => !holds)
      if (failing.length === 0) {
        held ??= now
        if (now - held >= (check.holdsForMs ?? 0)) return { status: 'pass', findings: look.findings }
      } else {
        const waited = now - begun
        const note = held === undefined ? noteOf(waited) : messages.broke(now - held, check.holdsForMs ?? 0)
        const enough = waited >= foreseenAfterMs && foreseen(failing) ? waited : patience
        if (failing.some(({ settled }) => settled) || waited >= enough)
          return { status: 'fail', findings: failing, note }
        held = undefined
      }
    }
    if (signal.aborted || !(await rest(pause, signal))) return { status: 'error', reason: messages.outOfTime }
  }
}

function noteOf(waitedMs: number): string | undefined {
  return waitedMs >= 1000 ? messages.waited(Math.round(waitedMs / 1000)) : undefined
}

async function observe(
  check: Check,
  cluster: ClusterConnection,
): Promise<{ findings: Finding[] } | { reason: string; transient: boolean }> {
  try {
    return { findings: [await check.observe(cluster)].flat() }
  } catch (error) {
    if (error instanceof ClusterError) return { reason: `${error.message}.`, transient: error.transient }
    return { reason: messages.brokenCheck((error as Error).message), transient: false }
  }
}

/** Real time; false when the signal cut it short. */
function rest(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (rested: boolean) => (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      resolve(rested)
    }
    const abort = end(false)
    const timer = setTimeout(end(true), ms)
    signal.addEventListener('abort', abort)
  })
}
