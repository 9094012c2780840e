import { describe, expect, it } from 'vitest'
import { probeTimeline } from '../../../../sim/kubelet/probes/timeline.ts'
import { probeCases, timelineInputs, type ProbeCase, type Settings } from './cases.ts'
import { balanceBands, containerBands, sentences, summary } from './story.ts'

const timelineOf = (shown: ProbeCase, settings: Settings = shown.settings) =>
  probeTimeline(timelineInputs(shown, settings))

describe('the story of the probe figure', () => {
  it('NextCloud, as the notes have it, arrives in twenty minutes and is not restarted', async () => {
    const shown: ProbeCase = probeCases.nextcloud
    const timeline = await timelineOf(shown)
    expect(summary(timeline, shown.seconds)).toBe('En 60 min: ningún reinicio. Listo por primera vez a los 20 min 9 s.')
    expect(sentences(timeline).slice(0, 4)).toEqual([
      '0 s: arranca el contenedor.',
      'De 9 s a 19 min 59 s: la prueba de arranque falla 120 veces seguidas.',
      '20 min: el programa empieza a contestar (Kubernetes aún no lo sabe).',
      '20 min 9 s: la prueba de arranque pasa.',
    ])
    expect(containerBands(timeline, shown.seconds, true).map(({ state }) => state)).toEqual(['starting', 'up'])
  })

  it('without its startup probe it never gets there', async () => {
    const shown: ProbeCase = probeCases.nextcloud
    const settings = structuredClone(shown.settings)
    settings.probes.startup.on = false
    const timeline = await timelineOf(shown, settings)
    expect(timeline.restarts).toBeGreaterThan(10)
    expect(summary(timeline, shown.seconds)).toMatch(/No llega a estar listo\.$/)
    expect(balanceBands(timeline, shown.seconds)).toEqual([{ from: 0, to: 3600, state: 'down' }])
  })

  it('WebLogic is put back on its feet by its liveness probe alone', async () => {
    const shown: ProbeCase = probeCases.weblogic
    expect((await timelineOf(shown)).restarts).toBeGreaterThan(0)
    const settings = structuredClone(shown.settings)
    settings.probes.liveness.on = false
    expect((await timelineOf(shown, settings)).restarts).toBe(0)
  })

  it('Oracle leaves the balance for its backup and comes back, with no restart', async () => {
    const shown: ProbeCase = probeCases.oracle
    const timeline = await timelineOf(shown)
    expect(timeline.restarts).toBe(0)
    expect(balanceBands(timeline, shown.seconds).map(({ state }) => state)).toEqual(['down', 'up', 'down', 'up'])
  })
})
