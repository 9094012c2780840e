'use client'
// What a verb of a lab answers, asked when it is first needed and again whenever the question changes, or what it is about.
import { useEffect, useState } from 'react'
import type { Problem } from '../../_server/answer.ts'
import { call, problemOf } from './api.ts'

/**
 * The last answer and the last problem, either undefined until there is one. An answer that comes after the question has changed,
 * or after the component has gone, is dropped.
 * @param revision of what the answer is about: another one asks again
 */
export function useAnswer<T>(
  lab: string,
  verb: string,
  body: object,
  revision?: string,
): { answer?: T; problem?: Problem } {
  const [told, setTold] = useState<{ answer?: T; problem?: Problem }>({})
  const question = JSON.stringify(body)
  useEffect(() => {
    let gone = false
    call<T>(lab, verb, JSON.parse(question)).then(
      (answer) => !gone && setTold({ answer }),
      (error: unknown) => !gone && setTold((before) => ({ ...before, problem: problemOf(error) })),
    )
    return () => {
      gone = true
    }
  }, [lab, verb, question, revision])
  return told
}
