// Watches one check until it holds, can no longer hold, or its patience in cluster time is over.
import type { ClusterConnection, Seen } from './cluster/cluster-reader.ts'
import { ClusterError } from './cluster/cluster-error.ts'
import type { Check, ClusterReader, Finding } from './grader.ts'
import { messages } from './messages.ts'
import type { Pace, Rest } from './pace.ts'

/** How one check ended; `reason` is for `error` (Spanish). */
export type Outcome =
  | { status: 'pass'; findings: Finding[] }
  | { status: 'fail'; findings: Finding[]; note: string | undefined }
  | { status: 'error'; reason: string }

const withinDefaultMs = 20_000
/** What fails as foreseen is believed after this long. */
const foreseenAfterMs = 5000
/** A cluster that answers nothing for this long, in real time, is not going to. */
const silenceMaxMs = 10_000

export interface Watch {
  cluster: ClusterConnection
  pace: Pace
  /** Ends the watching: the whole verdict's deadline. */
  signal: AbortSignal
  /** True of failures that somebody who proves a lab was waiting for: they need not use up their patience. */
  foreseen: (failing: Finding[]) => boolean
}

/** Never rejects. */
export async function judge(check: Check, watch: Watch): Promise<Outcome> {
  const end = watch.pace.begin()
  try {
    return await judged(check, watch)
  } finally {
    end()
  }
}

async function judged(check: Check, { cluster, pace, signal, foreseen }: Watch): Promise<Outcome> {
  const patience = check.withinMs ?? withinDefaultMs
  let begun: number | undefined
  let held: number | undefined
  let lastAnswerAt = performance.now()
  for (let pauseMs = pace.pauseFirstMs; ; pauseMs = Math.min(pauseMs * 1.5, pace.pauseMaxMs)) {
    const seen: Seen = { paths: new Set(), live: false }
    const look = await observe(check, cluster.noting(seen))
    let leftMs = patience
    if ('reason' in look) {
      seen.live = true
      if (!look.transient || performance.now() - lastAnswerAt > silenceMaxMs)
        return { status: 'error', reason: look.reason }
    } else {
      lastAnswerAt = performance.now()
      const now = cluster.clock()
      begun ??= now
      const failing = look.findings.filter(({ holds }) => !holds)
      if (failing.length === 0) {
        held ??= now
        leftMs = (check.holdsForMs ?? 0) - (now - held)
        if (leftMs <= 0) return { status: 'pass', findings: look.findings }
      } else {
        const waited = now - begun
        leftMs = patience - waited
        const note = held === undefined ? noteOf(waited) : messages.broke(now - held, check.holdsForMs ?? 0)
        const enough = waited >= foreseenAfterMs && foreseen(failing) ? waited : patience
        if (failing.some(({ settled }) => settled) || waited >= enough)
          return { status: 'fail', findings: failing, note }
        held = undefined
      }
    }
    if (!(await rested(pace, { pauseMs, leftMs, seen, signal }))) return { status: 'error', reason: messages.outOfTime }
  }
}

/** A cluster that does not answer now is asked again by the next look, which says what is wrong. */
async function rested(pace: Pace, rest: Rest): Promise<boolean> {
  try {
    return !rest.signal.aborted && (await pace.rest(rest))
  } catch (error) {
    if (error instanceof ClusterError) return !rest.signal.aborted
    throw error
  }
}

function noteOf(waitedMs: number): string | undefined {
  return waitedMs >= 1000 ? messages.waited(Math.round(waitedMs / 1000)) : undefined
}

async function observe(
  check: Check,
  cluster: ClusterReader,
): Promise<{ findings: Finding[] } | { reason: string; transient: boolean }> {
  try {
    return { findings: [await check.observe(cluster)].flat() }
  } catch (error) {
    if (error instanceof ClusterError) return { reason: `${error.message}.`, transient: error.transient }
    return { reason: messages.brokenCheck((error as Error).message), transient: false }
  }
}
