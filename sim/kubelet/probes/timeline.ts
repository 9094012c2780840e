// The life of one container under its probes, on a clock of its own: the node agent's loop, steps and back-off with a program that is only numbers. Runs in a browser.
import { fakeClock, type FakeClock } from '../../clock.ts'
import type { Probe } from '../../generated/types.ts'
import { createBackOff, restartBackOff } from '../back-off.ts'
import type { ProbeKind, ProbeResult } from '../pod-state.ts'
import { probeSteps, type ProbedRun, type ProbeResults, type ProbeTiming } from './steps.ts'
import { runProbeWorker } from './worker.ts'

/** A program as its probes see it; all in seconds since each start of the container. */
export interface TimedProgram {
  /** It refuses connections until then. */
  answersAfter: number
  /** From then on it takes connections and never answers. */
  hangsAfter?: number
  /** Meanwhile it lives and is not ready: only readiness fails. */
  busy?: { from: number; until: number }
  /** What an answer takes. */
  answerTakes: number
}

/** The numbers of one probe, as in a manifest. */
export type TimedProbe = ProbeTiming & Pick<Probe, 'periodSeconds' | 'timeoutSeconds'>

export type TimelineEvent = {
  /** Seconds since the first start of the container. */
  at: number
} & (
  | { kind: 'start'; restarts: number }
  /** The program took up work: what no probe may know yet. */
  | { kind: 'answers' }
  | { kind: 'probe'; probe: ProbeKind; passed: boolean }
  | { kind: 'started' | 'ready' | 'unready' }
  | { kind: 'killed'; probe: 'startup' | 'liveness' }
)

export interface Timeline {
  events: TimelineEvent[]
  restarts: number
}

interface TimelineInputs {
  program: TimedProgram
  probes: Partial<Record<ProbeKind, TimedProbe>>
  /** How much of its life is wanted, in seconds. */
  seconds: number
}

/** The agent starts the probes' clocks when it takes the pod up; image, sandbox and start follow. */
const leadMs = 1000
/** When the agent looks again after a start. */
const startLagMs = 20
/** Between two looks without any cause. */
const resyncMs = 60_000
const resultsMost: ProbeKind[] = ['startup', 'liveness', 'readiness']

/** Runs the numbers; resolves with an incomplete timeline when `signal` aborts. */
export async function probeTimeline(inputs: TimelineInputs, signal?: AbortSignal): Promise<Timeline> {
  const clock = fakeClock(0)
  const life = createLife(clock, inputs)
  const end = leadMs + inputs.seconds * 1000
  // Whole minutes at once: long enough to be quick, short enough to be stopped.
  for (let left = end; left > 0 && !signal?.aborted; left = end - clock.now()) {
    await clock.advance(Math.min(left, 60_000))
  }
  life.stop()
  return { events: life.events, restarts: life.events.filter(({ kind }) => kind === 'killed').length }
}

function createLife(clock: FakeClock, { program, probes }: TimelineInputs) {
  const events: TimelineEvent[] = []
  const results: ProbeResults = new Map()
  const backOff = createBackOff(clock, restartBackOff)
  let run: (ProbedRun & { over: boolean }) | undefined
  let count = 0
  let wasStarted = false
  let wasReady = false
  const tell = (event: DistributedOmit<TimelineEvent, 'at'>): void =>
    void events.push({ at: (clock.now() - leadMs) / 1000, ...event })
  const resultOf = (kind: ProbeKind): ProbeResult | undefined => run && results.get(run.id)?.[kind]
  const started = (): boolean =>
    run !== undefined && !run.over && (!probes.startup || resultOf('startup') === 'success')
  const ready = (): boolean => started() && (!probes.readiness || resultOf('readiness') === 'success')

  function start(): void {
    run = { id: `${count}`, startedMs: clock.now(), over: false, restarts: true }
    results.set(run.id, {})
    tell({ kind: 'start', restarts: count++ })
    const mine = run
    clock.after(program.answersAfter * 1000, () => mine.over || tell({ kind: 'answers' }))
    clock.after(startLagMs, look)
  }

  // The pod's step: what a result asks for is done, what changed is told, and readiness is hurried.
  function look(): void {
    if (!run || run.over) return
    const failed = (['startup', 'liveness'] as const).find((kind) => probes[kind] && resultOf(kind) === 'failure')
    if (failed) return kill(failed)
    if (started() && !wasStarted && probes.startup) tell({ kind: 'started' })
    wasStarted = started()
    if (ready() !== wasReady) tell({ kind: ready() ? 'ready' : 'unready' })
    wasReady = ready()
    if (started() && !ready()) workers.get('readiness')?.trigger()
  }

  function kill(probe: 'startup' | 'liveness'): void {
    const lastEndMs = clock.now()
    tell({ kind: 'killed', probe })
    run!.over = true
    wasStarted = wasReady = false
    const waitMs = backOff.remaining('c', lastEndMs)
    clock.after(waitMs, () => {
      backOff.next('c', lastEndMs)
      start()
    })
  }

  const workers = new Map(
    resultsMost.flatMap((kind) => {
      const probe = probes[kind]
      if (!probe) return []
      const ask = async (): Promise<ProbeResult | undefined> => {
        const passed = await answers(clock, program, kind, run!.startedMs, probe.timeoutSeconds ?? 1)
        if (run!.over) return undefined
        tell({ kind: 'probe', probe: kind, passed })
        return passed ? 'success' : 'failure'
      }
      const step = probeSteps({
        clock,
        kind,
        timing: probe,
        results,
        run: () => run,
        started,
        leaving: () => false,
        finished: () => false,
        ask,
        onChange: look,
      })
      const worker = runProbeWorker(clock, (probe.periodSeconds ?? 10) * 1000, step, (error) => {
        throw error
      })
      return [[kind, worker] as const]
    }),
  )
  clock.after(leadMs, start)
  const resync = (): void => {
    look()
    clock.after(resyncMs, resync)
  }
  clock.after(resyncMs, resync)
  return { events, stop: () => workers.forEach((worker) => worker.stop()) }
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** Does the program answer one question in time? Takes as long as that takes. */
async function answers(
  clock: FakeClock,
  { answersAfter, hangsAfter = Infinity, busy, answerTakes }: TimedProgram,
  kind: ProbeKind,
  startedMs: number,
  timeoutSeconds: number,
): Promise<boolean> {
  const age = (clock.now() - startedMs) / 1000
  // Nobody listens: refused at once.
  if (age < answersAfter) return false
  const takes = age >= hangsAfter ? Infinity : answerTakes
  await new Promise<void>((resolve) => void clock.after(Math.min(takes, timeoutSeconds) * 1000, resolve))
  if (takes >= timeoutSeconds) return false
  return !(kind === 'readiness' && busy && age >= busy.from && age < busy.until)
}
