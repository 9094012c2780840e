'use client'
// As whom each file is applied: the lab's own choice, until the learner makes another.
import { useState } from 'react'
import { administrator, type LabUser, userOf } from '../../../course/lab-user.ts'

export interface Applier {
  /** The user of a file. */
  of: (file: string) => string
  choose: (file: string, user: string) => void
}

export function useApplier(users: LabUser[]): Applier {
  const [chosen, setChosen] = useState<Record<string, string>>({})
  return {
    of: (file) => chosen[file] ?? (users.length > 0 ? userOf(users, file) : administrator),
    choose: (file, user) => setChosen((before) => ({ ...before, [file]: user })),
  }
}
