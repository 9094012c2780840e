'use client'
// Recent events, newest first.
import { useState } from 'react'
import styles from '../lab.module.css'
import { age } from '../words.ts'
import type { ViewProps } from './cluster-pane.tsx'
import { ofKind } from './item-parts.tsx'

const shownAtFirst = 6

export function Events({ items, changed }: ViewProps) {
  const [all, setAll] = useState(false)
  const events = ofKind(items, 'Event').toSorted((a, b) => Date.parse(b.last) - Date.parse(a.last))
  // Ages in the cluster's own time: its clock may not be ours.
  const now = Date.parse(events[0]?.last ?? '')
  return (
    <section>
      <h2>Hechos recientes</h2>
      {events.length === 0 && <p className={styles.small}>Todavía no ha pasado nada.</p>}
      <ol className={styles.events}>
        {events.slice(0, all ? undefined : shownAtFirst).map((event) => (
          <li key={event.key} data-tone={event.tone} data-changed={changed.has(event.key)}>
            <p>
              <b>
                {event.word === 'Warning' && <span aria-hidden="true">! </span>}
                {event.reason}
              </b>{' '}
              <code>{event.about}</code>
              <small>
                {event.count > 1 && ` ×${event.count}`}
                {now - Date.parse(event.last) >= 1000 && ` · ${age((now - Date.parse(event.last)) / 1000)} antes`}
              </small>
            </p>
            <p lang="en">{event.message}</p>
          </li>
        ))}
      </ol>
      {events.length > shownAtFirst && (
        <button type="button" className="button quiet" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Ver menos' : `Ver los ${events.length}`}
        </button>
      )}
    </section>
  )
}
