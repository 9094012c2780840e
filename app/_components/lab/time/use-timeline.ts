'use client'
// The cluster's past on the page: the marks as they come, and the cluster as it was at the chosen one.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LiveItem } from '../../../../course/live/item.ts'
import type { Timeline } from '../../../../course/time.ts'
import type { ToldMoment } from '../../../../course/time/moment.ts'
import type { Problem } from '../../../_server/answer.ts'
import { call, problemOf } from '../api.ts'
import type { Live } from '../use-live.ts'

/** The cluster as it was. */
export interface Past {
  moment: ToldMoment
  /** undefined while they are being asked for. */
  items: ReadonlyMap<string, LiveItem> | undefined
}

export interface TimelineState {
  moments: readonly ToldMoment[]
  /** undefined in the present. */
  past: Past | undefined
  /** Looks at a moment, by its place; undefined: at the present. */
  look(index: number | undefined): void
  undoing: boolean
  /** The cluster becomes what it was at the moment looked at. */
  undo(): Promise<void>
  problem: Problem | undefined
}

const gatherMs = 700
const dragMs = 60

export function useTimeline(lab: string, live: Live): TimelineState {
  const [moments, setMoments] = useState<ToldMoment[]>([])
  const [past, setPast] = useState<Past>()
  const [undoing, setUndoing] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const newest = useRef<number>(undefined)
  const asked = useRef(0)
  const dragging = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { clock, revision, items } = live
  const has = clock !== undefined
  const born = live.ready?.born

  useEffect(() => {
    newest.current = undefined
    setMoments([])
    setPast(undefined)
  }, [born])

  useEffect(() => {
    if (!has) return
    const timer = setTimeout(() => {
      const after = newest.current
      call<Timeline>(lab, 'timeline', after === undefined ? {} : { after }).then(
        (told) => {
          if (newest.current !== after) return
          newest.current = told.revision
          if (told.moments.length > 0 || after === undefined) {
            setMoments((known) => (after === undefined ? told.moments : [...known, ...told.moments]))
          }
        },
        () => (newest.current = undefined),
      )
    }, gatherMs)
    return () => clearTimeout(timer)
  }, [lab, has, revision, items, born])

  const look = useCallback(
    (index: number | undefined): void => {
      clearTimeout(dragging.current)
      const turn = ++asked.current
      setProblem(undefined)
      const moment = index === undefined ? undefined : moments[index]
      if (!moment) return setPast(undefined)
      setPast((before) => ({ moment, items: before?.items }))
      dragging.current = setTimeout(() => {
        call<{ items: LiveItem[] }>(lab, 'past', { revision: moment.revision }).then(
          (answer) => {
            if (turn !== asked.current) return
            setPast({ moment, items: new Map(answer.items.map((item) => [item.key, item])) })
          },
          (error: unknown) => turn === asked.current && setProblem(problemOf(error)),
        )
      }, dragMs)
    },
    [lab, moments],
  )

  const undo = async (): Promise<void> => {
    if (!past || undoing) return
    setUndoing(true)
    try {
      await call(lab, 'undo', { revision: past.moment.revision })
      look(undefined)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setUndoing(false)
    }
  }
  return { moments, past, look, undoing, undo, problem }
}
