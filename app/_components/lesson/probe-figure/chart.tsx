// The timeline drawn: bands for the container and the balance, a stroke for each check.
import type { Timeline } from '../../../../sim/kubelet/probes/timeline.ts'
import type { ProbeName } from './cases.ts'
import { balanceBands, containerBands, type Band } from './story.ts'
import styles from './probe-figure.module.css'

const containerWords: Record<Band['state'], string> = { down: 'parado', starting: 'arrancando', up: 'en marcha' }
const balanceWords: Record<Band['state'], string> = { down: 'fuera', starting: '', up: 'dentro' }
/** A band narrower than this share of the whole has no room for its word. */
const roomForWord = 0.12

export function TimelineChart({
  timeline,
  seconds,
  probes,
}: {
  timeline: Timeline
  seconds: number
  probes: ProbeName[]
}) {
  return (
    <div className={styles.chart} aria-hidden="true">
      <span>contenedor</span>
      <Bands
        bands={containerBands(timeline, seconds, probes.includes('startup'))}
        words={containerWords}
        seconds={seconds}
      />
      <span>balanceo</span>
      <Bands bands={balanceBands(timeline, seconds)} words={balanceWords} seconds={seconds} />
      {probes.map((probe) => (
        <Checks key={probe} probe={probe} timeline={timeline} seconds={seconds} />
      ))}
      <span />
      <Axis seconds={seconds} />
    </div>
  )
}

function Bands({ bands, words, seconds }: { bands: Band[]; words: Record<Band['state'], string>; seconds: number }) {
  return (
    <div className={styles.bands}>
      {bands.map(({ from, to, state }) => (
        <span
          key={from}
          data-state={state}
          style={{ left: `${(from / seconds) * 100}%`, width: `${((to - from) / seconds) * 100}%` }}
        >
          {(to - from) / seconds > roomForWord && words[state]}
        </span>
      ))}
    </div>
  )
}

// A check that passes is half as high as one that fails: colour alone says nothing to some.
function Checks({ probe, timeline, seconds }: { probe: ProbeName; timeline: Timeline; seconds: number }) {
  const checks = timeline.events.flatMap((event) => (event.kind === 'probe' && event.probe === probe ? [event] : []))
  const path = (wanted: boolean, top: number): string =>
    checks
      .filter(({ passed }) => passed === wanted)
      .map(({ at }) => `M${(at / seconds) * 1000} ${top}V20`)
      .join('')
  const kills = timeline.events.filter((event) => event.kind === 'killed' && event.probe === probe)
  return (
    <>
      <span>{probe}</span>
      <svg className={styles.checks} viewBox="0 0 1000 20" preserveAspectRatio="none">
        <path className={styles.passed} d={path(true, 11)} />
        <path className={styles.failed} d={path(false, 2)} />
        {kills.map(({ at }) => (
          <path key={at} className={styles.killed} d={`M${(at / seconds) * 1000} 0V20`} />
        ))}
      </svg>
    </>
  )
}

function Axis({ seconds }: { seconds: number }) {
  const marks = [0, 0.25, 0.5, 0.75, 1]
  return (
    <div className={styles.axis}>
      {marks.map((share) => (
        <span key={share}>{(seconds * share) / 60} min</span>
      ))}
    </div>
  )
}
