// What one probe of one container does at each tick: whether it asks, and what an answer changes. Knows no node: the lesson's figure runs it too. k8s: pkg/kubelet/prober/worker.go doProbe
import type { Clock } from '../../clock.ts'
import type { Probe } from '../../generated/types.ts'
import type { ProbeKind, ProbeResult } from '../pod-state.ts'

/** The numbers of a probe; the defaults of the API stand for what is not there. */
export type ProbeTiming = Pick<Probe, 'initialDelaySeconds' | 'failureThreshold' | 'successThreshold'>

/** A run of the container as its probes see it. */
export interface ProbedRun {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly startedMs: number
  readonly over: boolean
  /** Will another run follow one that is over? */
  readonly restarts: boolean
}

/** Results by run, then by probe. */
export type ProbeResults = Map<string, Partial<Record<ProbeKind, ProbeResult>>>

export interface ProbeSubject {
  readonly clock: Clock
  readonly kind: ProbeKind
  readonly timing: ProbeTiming
  readonly results: ProbeResults
  /** The latest run; undefined while there is none. */
  run(): ProbedRun | undefined
  /** Has the container passed its startup probe (or has none)? */
  started(): boolean
  /** The pod has to go: only readiness is asked for. */
  leaving(): boolean
  /** Nothing of the pod runs any more. */
  finished(): boolean
  /** Asks the program. Undefined when the answer does not count. */
  ask(): Promise<ProbeResult | undefined>
  /** Hears of results that change something. */
  onChange(result: ProbeResult): void
}

/** A container that has just started is not known yet to liveness and startup probes; for readiness the agent hurries. k8s: the PLEG's relist */
const relistMs = 1000

const initialResults: Record<ProbeKind, ProbeResult | undefined> = {
  startup: undefined,
  liveness: 'success',
  readiness: 'failure',
}

/** One tick after another: what is kept between them is the run, and how often the same result came. False: no more ticks. */
export function probeSteps(subject: ProbeSubject): () => Promise<boolean> {
  const { clock, kind, timing, results } = subject
  let runId: string | undefined
  let onHold = false
  let lastResult: ProbeResult | undefined
  let resultRun = 0

  function set(run: ProbedRun, result: ProbeResult): void {
    const known = results.get(run.id)
    if (!known || known[kind] === result) return
    known[kind] = result
    subject.onChange(result)
  }

  return async () => {
    if (subject.finished()) return false
    const run = subject.run()
    if (!run) return true
    if (run.id !== runId) {
      runId = run.id
      onHold = false
      const known = results.get(run.id)
      const initial = initialResults[kind]
      if (known && initial) known[kind] ??= initial
    }
    if (onHold) return true
    if (run.over) {
      set(run, 'failure')
      return run.restarts
    }
    if (subject.leaving() && kind !== 'readiness') return false
    if (kind !== 'readiness' && clock.now() - run.startedMs <= relistMs) return true
    if (beforeDelay(clock.now(), run.startedMs, timing.initialDelaySeconds ?? 0)) return true
    if (subject.started() === (kind === 'startup')) return true
    const result = await subject.ask()
    if (result === undefined || run.over) return true
    resultRun = result === lastResult ? resultRun + 1 : 1
    lastResult = result
    const threshold = result === 'failure' ? (timing.failureThreshold ?? 3) : (timing.successThreshold ?? 1)
    if (resultRun < threshold) return true
    set(run, result)
    if ((kind === 'liveness' && result === 'failure') || kind === 'startup') {
      onHold = true
      resultRun = 0
    }
    return true
  }
}

/** Times in a status have whole seconds; the delay is counted in them. */
function beforeDelay(nowMs: number, startedMs: number, delaySeconds: number): boolean {
  return Math.floor((nowMs - Math.floor(startedMs / 1000) * 1000) / 1000) < delaySeconds
}
