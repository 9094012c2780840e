'use client'
// The verdict on the page: asked for, grey when the cluster has moved on, and judged again by itself.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Verdict } from '../../../graders/verdict.ts'
import type { Problem } from '../../_server/answer.ts'
import { call, problemOf } from './api.ts'
import type { Live } from './use-live.ts'

export interface VerdictState {
  verdict: Verdict | undefined
  /** The cluster is not what it was when this was judged. */
  stale: boolean
  grading: boolean
  problem: Problem | undefined
  grade(): Promise<Verdict | undefined>
}

/** Quiet time after a change before judging again, and the least time between two such judgements. */
const quietMs = 1500
const betweenMs = 6000

export function useVerdict(
  lab: string,
  initial: Verdict | undefined,
  live: Live,
  onJudged: (solutionOpen: boolean) => void,
): VerdictState {
  const [kept, setVerdict] = useState(initial)
  const [grading, setGrading] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const busy = useRef(false)
  const last = useRef(0)

  const judge = useCallback(
    async (again: boolean): Promise<Verdict | undefined> => {
      if (busy.current) return undefined
      busy.current = true
      setGrading(true)
      setProblem(undefined)
      try {
        const answer = await call<{ verdict: Verdict; solutionOpen: boolean }>(lab, 'grade', { again })
        setVerdict(answer.verdict)
        onJudged(answer.solutionOpen)
        return answer.verdict
      } catch (error) {
        if (!again) setProblem(problemOf(error))
        return undefined
      } finally {
        last.current = Date.now()
        busy.current = false
        setGrading(false)
      }
    },
    [lab, onJudged],
  )

  const born = live.ready?.born
  // A verdict on a cluster that is no more says nothing of this one.
  const verdict = kept && born !== undefined && kept.clusterClock < born ? undefined : kept
  const stale = verdict !== undefined && live.revision !== undefined && movedOn(verdict, live.revision)
  // Judging takes time: a clock that is held goes on only when somebody asks for it.
  const held = live.clock?.state.paused === true
  const steady = live.cluster.phase === 'ready' && live.cluster.lost === undefined && !held

  useEffect(() => {
    if (!stale || grading || !steady) return
    const wait = Math.max(quietMs, last.current + betweenMs - Date.now())
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') void judge(true)
    }, wait)
    return () => clearTimeout(timer)
  }, [stale, grading, steady, live.revision, judge])

  return { verdict, stale, grading, problem, grade: () => judge(false) }
}

function movedOn({ resourceVersion }: Verdict, revision: string): boolean {
  if (!/^\d+$/.test(resourceVersion)) return false
  return BigInt(revision) > BigInt(resourceVersion)
}
