'use client'
// The probes of a pod to play with: move their numbers and see its life. Computed by the node agent's own code, in the page.
import { useEffect, useId, useState } from 'react'
import { probeTimeline, type Timeline } from '../../../../sim/kubelet/probes/timeline.ts'
import {
  probeCases,
  timelineInputs,
  type CaseName,
  type ProbeCase,
  type ProbeName,
  type ProbeNumber,
  type Settings,
} from './cases.ts'
import { TimelineChart } from './chart.tsx'
import { sentences, summary } from './story.ts'
import frame from '../figure.module.css'
import styles from './probe-figure.module.css'

const numbers: { name: ProbeNumber; min: number; max: number }[] = [
  { name: 'initialDelaySeconds', min: 0, max: 60 },
  { name: 'periodSeconds', min: 1, max: 60 },
  { name: 'timeoutSeconds', min: 1, max: 30 },
  { name: 'failureThreshold', min: 1, max: 300 },
]
const probeNames: ProbeName[] = ['startup', 'liveness', 'readiness']
/** While a slider moves, only where it rests is computed. */
const restMs = 60

/** @param first what the server computed, so that the page shows it at once */
export function ProbeFigure({ initial, first }: { initial: CaseName; first: Timeline }) {
  const [name, setName] = useState(initial)
  const [settings, setSettings] = useState<Settings>(probeCases[initial].settings)
  const [timeline, setTimeline] = useState(first)
  const group = useId()
  const shown: ProbeCase = probeCases[name]
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void probeTimeline(timelineInputs(probeCases[name], settings), stop.signal).then(
        (found) => stop.signal.aborted || setTimeline(found),
      )
    }, restMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [name, settings])
  const choose = (next: CaseName): void => {
    setName(next)
    setSettings(probeCases[next].settings)
  }
  const change = (probe: ProbeName, part: Partial<Settings['probes'][ProbeName]>): void =>
    setSettings({ ...settings, probes: { ...settings.probes, [probe]: { ...settings.probes[probe], ...part } } })
  return (
    <figure className={frame.figure} aria-label="La vida de un pod según sus pruebas">
      <div className={styles.cases} role="radiogroup" aria-label="Programa">
        {(Object.keys(probeCases) as CaseName[]).map((one) => (
          <label key={one}>
            <input type="radio" name={group} checked={one === name} onChange={() => choose(one)} />
            {probeCases[one].title}
          </label>
        ))}
      </div>
      <Slider
        label={shown.question}
        value={settings.minutes}
        min={1}
        max={shown.minutesMax}
        onChange={(minutes) => setSettings({ ...settings, minutes })}
      />
      <TimelineChart
        timeline={timeline}
        seconds={shown.seconds}
        probes={probeNames.filter((probe) => settings.probes[probe].on)}
      />
      <p className={styles.summary} aria-live="polite">
        {summary(timeline, shown.seconds)}
      </p>
      <div className={styles.probes}>
        {probeNames.map((probe) => (
          <fieldset key={probe}>
            <legend>
              <label>
                <input
                  type="checkbox"
                  checked={settings.probes[probe].on}
                  onChange={({ target }) => change(probe, { on: target.checked })}
                />
                {probe}
              </label>
            </legend>
            {numbers.map(({ name: number, min, max }) => (
              <Slider
                key={number}
                label={number}
                code
                value={settings.probes[probe][number] ?? min}
                {...{ min, max }}
                disabled={!settings.probes[probe].on}
                onChange={(value) => change(probe, { [number]: value })}
              />
            ))}
          </fieldset>
        ))}
      </div>
      <details>
        <summary>Lo mismo, contado</summary>
        <ol>
          {sentences(timeline).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </details>
      <figcaption>
        Una raya por prueba: alta si falla, baja si pasa. Lo calcula, segundo a segundo, el mismo código que ejecuta las
        pruebas en el cluster del laboratorio.
      </figcaption>
    </figure>
  )
}

function Slider(props: {
  label: string
  value: number
  min: number
  max: number
  code?: boolean
  disabled?: boolean
  onChange: (value: number) => void
}) {
  const { label, value, min, max, code, disabled, onChange } = props
  const id = useId()
  return (
    <div className={styles.slider}>
      <label htmlFor={id}>{code ? <code>{label}</code> : label}</label>
      <output htmlFor={id}>{value}</output>
      <input
        id={id}
        type="range"
        {...{ min, max, value, disabled }}
        onChange={({ target }) => onChange(Number(target.value))}
      />
    </div>
  )
}
