'use client'
// Pieces that every kind of object shows alike: its name to open it, its state, the reason.
import type { ReactNode } from 'react'
import type { Diagnosis } from '../../../../diagnose/diagnosis.ts'
import type { LiveItem } from '../../../../course/live/item.ts'
import styles from '../lab.module.css'
import { toneSigns } from '../words.ts'

export function ofKind<K extends LiveItem['kind']>(items: LiveItem[], kind: K): Extract<LiveItem, { kind: K }>[] {
  return items
    .filter((item): item is Extract<LiveItem, { kind: K }> => item.kind === kind)
    .toSorted((a, b) => a.key.localeCompare(b.key, 'es', { numeric: true }))
}

export function Name({ item, onOpen }: { item: LiveItem; onOpen: (item: LiveItem) => void }) {
  return (
    <button type="button" className={styles.name} onClick={() => onOpen(item)} title={`${item.kind} ${item.name}`}>
      {item.namespace !== undefined && item.namespace !== 'default' && (
        <span className={styles.space}>{item.namespace}/</span>
      )}
      {item.name}
    </button>
  )
}

export function State({ item }: { item: LiveItem }) {
  return (
    <span className={styles.state} data-tone={item.tone}>
      <span aria-hidden="true">{toneSigns[item.tone]}</span> {item.word}
    </span>
  )
}

export function Why({ why }: { why: Diagnosis | undefined }) {
  if (!why) return null
  return (
    <p className={styles.why}>
      {why.because}
      {why.says !== undefined && (
        <>
          {' '}
          <q lang="en">{why.says}</q>
        </>
      )}
    </p>
  )
}

/** A box that flashes when what it shows has just changed. Give it a `key` that changes with the news. */
export function Box({
  item,
  changed,
  children,
  className,
}: {
  item: LiveItem
  changed: ReadonlySet<string>
  children: ReactNode
  className?: string | undefined
}) {
  return (
    <div
      className={`${styles.box} ${className ?? ''}`}
      data-tone={item.tone}
      data-item={item.key}
      data-changed={changed.has(item.key)}
    >
      {children}
    </div>
  )
}
