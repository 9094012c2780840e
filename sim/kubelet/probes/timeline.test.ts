import { describe, expect, it } from 'vitest'
import { probeTimeline, type TimelineEvent } from './timeline.ts'

const of = (events: TimelineEvent[], kind: TimelineEvent['kind']): number[] =>
  events.filter((event) => event.kind === kind).map(({ at }) => at)

describe('the timeline of a pod under its probes', () => {
  it('NextCloud, delay 5, period 10: the first check comes at second 9, and twenty minutes are no failure', async () => {
    const { events, restarts } = await probeTimeline({
      program: { answersAfter: 1200, answerTakes: 0.1 },
      probes: { startup: { initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 300 } },
      seconds: 1500,
    })
    const checks = of(events, 'probe')
    expect(checks.slice(0, 3)).toEqual([9, 19, 29])
    expect(of(events, 'started')).toEqual([1209.1])
    expect(of(events, 'ready')).toEqual([1209.1])
    expect(restarts).toBe(0)
  })

  it('300 failures of 10 s are fifty minutes, and the container goes with the last one', async () => {
    const { events } = await probeTimeline({
      program: { answersAfter: 9999, answerTakes: 0.1 },
      probes: { startup: { periodSeconds: 10, failureThreshold: 300 } },
      seconds: 3030,
    })
    expect(of(events, 'killed')).toEqual([2999])
    // The first restart does not wait.
    expect(of(events, 'start')).toEqual([0, 2999])
  })

  it('with a liveness probe alone it is restarted for ever, after 0, 10 and 20 s', async () => {
    const { events } = await probeTimeline({
      program: { answersAfter: 1200, answerTakes: 0.1 },
      probes: { liveness: { periodSeconds: 10, failureThreshold: 3 } },
      seconds: 200,
    })
    const [kills, starts] = [of(events, 'killed'), of(events, 'start')]
    expect(starts.slice(1, 4).map((at, index) => at - kills[index]!)).toEqual([0, 10, 20])
  })

  it('a backup leaves the balance and is not restarted', async () => {
    const { events, restarts } = await probeTimeline({
      program: { answersAfter: 0, answerTakes: 0.1, busy: { from: 100, until: 700 } },
      probes: { liveness: { periodSeconds: 10 }, readiness: { periodSeconds: 5, failureThreshold: 6 } },
      seconds: 800,
    })
    expect(restarts).toBe(0)
    // Six failures in a row, five seconds apart, the first within five of the beginning.
    expect(of(events, 'unready')[0]).toBeGreaterThan(125)
    expect(of(events, 'unready')[0]).toBeLessThan(131)
    expect(of(events, 'ready').at(-1)).toBeGreaterThan(700)
  })

  it('an answer slower than the timeout is none', async () => {
    const { events } = await probeTimeline({
      program: { answersAfter: 0, answerTakes: 2 },
      probes: { readiness: { periodSeconds: 5, timeoutSeconds: 1 } },
      seconds: 20,
    })
    expect(of(events, 'ready')).toEqual([])
    expect(events.filter(({ kind }) => kind === 'probe')[0]).toEqual({
      at: 1.02,
      kind: 'probe',
      probe: 'readiness',
      passed: false,
    })
  })
})
