'use client'
// The learner's files: kept on the server a moment after each keystroke, and before anything that needs them.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { WorkFile } from '../../../course/session.ts'
import { faultOf } from '../../../course/work-file.ts'
import type { Problem } from '../../_server/answer.ts'
import { call, problemOf } from './api.ts'

export interface FilesState {
  files: WorkFile[]
  active: string
  open(name: string): void
  write(name: string, text: string): void
  /** Adds or replaces a file and opens it. */
  add(file: WorkFile): void
  /** Takes the file away, or puts back the lab's own. */
  discard(name: string): Promise<void>
  /** Text as the server has it was changed from outside the editor: remount it. */
  generation: number
  saved: 'saved' | 'saving' | 'unsaved'
  problem: Problem | undefined
  /** Resolves when the server has everything. */
  flush(): Promise<void>
}

const saveMs = 500

export function useFiles(lab: string, initial: WorkFile[]): FilesState {
  const [files, setFiles] = useState(initial)
  const [active, setActive] = useState(initial[0]?.name ?? '')
  const [generation, setGeneration] = useState(0)
  const [saved, setSaved] = useState<FilesState['saved']>('saved')
  const [problem, setProblem] = useState<Problem>()
  const pending = useRef(new Map<string, string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current)
    if (pending.current.size === 0) return
    setSaved('saving')
    for (const [name, text] of pending.current) {
      const fault = faultOf({ name, text })
      if (fault) {
        setProblem({ code: 'bad-file', message: fault, remedy: 'Lo último que se guardó sigue guardado.' })
        pending.current.delete(name)
        continue
      }
      try {
        await call(lab, 'save', { file: { name, text } })
        if (pending.current.get(name) === text) pending.current.delete(name)
        setProblem(undefined)
      } catch (error) {
        setProblem(problemOf(error))
        setSaved('unsaved')
        return
      }
    }
    setSaved(pending.current.size > 0 ? 'unsaved' : 'saved')
  }, [lab])

  useEffect(() => {
    const leave = (): void => {
      for (const [name, text] of pending.current) {
        const body = JSON.stringify({ file: { name, text } })
        // keepalive bodies are limited; a larger text was saved half a second after it was typed.
        void fetch(`/api/labs/${lab}/save`, { method: 'POST', body, keepalive: body.length < 60_000 })
      }
    }
    addEventListener('pagehide', leave)
    return () => removeEventListener('pagehide', leave)
  }, [lab])

  const write = (name: string, text: string): void => {
    setFiles((known) =>
      known.some((file) => file.name === name)
        ? known.map((file) => (file.name === name ? { name, text } : file))
        : [...known, { name, text }],
    )
    setSaved('unsaved')
    pending.current.set(name, text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void flush(), saveMs)
  }

  return {
    files,
    active,
    open: setActive,
    write,
    add: (file) => {
      write(file.name, file.text)
      setActive(file.name)
      setGeneration((count) => count + 1)
    },
    discard: async (name) => {
      pending.current.delete(name)
      const answer = await call<{ files: WorkFile[] }>(lab, 'discard', { name })
      setFiles(answer.files)
      if (!answer.files.some((file) => file.name === name)) setActive(answer.files[0]?.name ?? '')
      setGeneration((count) => count + 1)
    },
    generation,
    saved,
    problem,
    flush,
  }
}
