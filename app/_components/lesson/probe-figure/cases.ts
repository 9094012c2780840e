// The programs of the notes as numbers, with the probes that suit them.
import type { TimedProbe, TimedProgram } from '../../../../sim/kubelet/probes/timeline.ts'

export type ProbeName = 'startup' | 'liveness' | 'readiness'
export type ProbeNumber = 'initialDelaySeconds' | 'periodSeconds' | 'timeoutSeconds' | 'failureThreshold'

/** What the reader moves: a probe that is off keeps its numbers. */
export interface Settings {
  /** Minutes of what the case is about. */
  minutes: number
  probes: Record<ProbeName, TimedProbe & { on: boolean }>
}

export interface ProbeCase {
  title: string
  /** What the slider of minutes says. */
  question: string
  minutesMax: number
  /** How much of its life the figure shows. */
  seconds: number
  program(minutes: number): TimedProgram
  settings: Settings
}

const usual = { initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 }

export const probeCases = {
  nextcloud: {
    title: 'NextCloud, actualizándose',
    question: 'Minutos que tarda en arrancar',
    minutesMax: 60,
    seconds: 3600,
    program: (minutes) => ({ answersAfter: minutes * 60, answerTakes: 0.1 }),
    settings: {
      minutes: 20,
      probes: {
        startup: { ...usual, on: true, initialDelaySeconds: 5, failureThreshold: 300 },
        liveness: { ...usual, on: true },
        readiness: { ...usual, on: true },
      },
    },
  },
  weblogic: {
    title: 'WebLogic, que se queda sin hilos',
    question: 'Minutos hasta que se atasca el último hilo',
    minutesMax: 15,
    seconds: 900,
    program: (minutes) => ({ answersAfter: 20, answerTakes: 0.2, hangsAfter: minutes * 60 }),
    settings: {
      minutes: 4,
      probes: {
        startup: { ...usual, on: true, failureThreshold: 30 },
        liveness: { ...usual, on: true },
        readiness: { ...usual, on: true, periodSeconds: 5 },
      },
    },
  },
  oracle: {
    title: 'Oracle, con su backup',
    question: 'Minutos que dura el backup',
    minutesMax: 20,
    seconds: 2400,
    program: (minutes) => ({ answersAfter: 480, answerTakes: 0.3, busy: { from: 900, until: 900 + minutes * 60 } }),
    settings: {
      minutes: 10,
      probes: {
        startup: { ...usual, on: true, failureThreshold: 120 },
        liveness: { ...usual, on: true, failureThreshold: 60 },
        readiness: { ...usual, on: true, failureThreshold: 10 },
      },
    },
  },
} satisfies Record<string, ProbeCase>

export type CaseName = keyof typeof probeCases

/** What the timeline is computed from. */
export function timelineInputs(probeCase: ProbeCase, { minutes, probes }: Settings) {
  const on = Object.entries(probes).filter(([, probe]) => probe.on)
  return { program: probeCase.program(minutes), probes: Object.fromEntries(on), seconds: probeCase.seconds }
}

export function isCaseName(name: string): name is CaseName {
  return Object.hasOwn(probeCases, name)
}
