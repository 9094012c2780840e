// Grades labs in a warm process of their own, so that a grader that hangs or breaks harms nobody else.
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { GradingContext } from '../graders/run.ts'
import type { Verdict } from '../graders/verdict.ts'
import { readExtension } from '../providers/kubeconfig.ts'
import type { Lab } from './catalogue.ts'
import { CourseError } from './course-error.ts'
import type { GradingAnswer, GradingJob } from './grading/messages.ts'

/** Of an attempt; the rest of the context is known from the lab and the kubeconfig. */
export type Attempt = Omit<GradingContext, 'lab' | 'engine'>

export interface Grading {
  /**
   * The verdict on a cluster. A cluster that does not answer gives a verdict with status `error`; rejects with a
   * CourseError when the grader itself broke or did not end in time.
   */
  grade(lab: Lab, kubeconfig: string, attempt: Attempt): Promise<Verdict>
  /** Ends the process; what was being graded rejects. */
  close(): void
}

interface Waiting {
  message: GradingJob
  timer: NodeJS.Timeout
  resolve: (verdict: Verdict) => void
  reject: (error: Error) => void
}

const deadlineDefaultMs = 120_000
const graceDefaultMs = 3000

/** @param graceMs beyond a verdict's deadline, which the grader keeps by itself unless it hangs. */
export function createGrading(graceMs = graceDefaultMs): Grading {
  const waiting = new Map<number, Waiting>()
  let child: ChildProcess | undefined
  let jobs = 0

  function running(): ChildProcess {
    if (child) return child
    // Built from parts: a bundler must not try to follow it.
    const program = fileURLToPath(new URL(['.', 'grading', 'child.ts'].join('/'), import.meta.url))
    const started = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    started.unref()
    started.channel?.unref()
    started.on('message', settle)
    started.on('exit', () => {
      if (child !== started) return
      child = undefined
      fail([...waiting.keys()], 'El proceso que corrige se ha cerrado.')
    })
    child = started
    return started
  }

  function settle(answer: GradingAnswer): void {
    const job = take(answer.job)
    if (!job) return
    if ('verdict' in answer) job.resolve(answer.verdict)
    else job.reject(broken(`El corrector tiene un fallo: ${answer.error}`))
  }

  function take(id: number): Waiting | undefined {
    const job = waiting.get(id)
    waiting.delete(id)
    if (job) clearTimeout(job.timer)
    return job
  }

  function fail(ids: number[], reason: string): void {
    for (const id of ids) take(id)?.reject(broken(reason))
  }

  /** The process hangs: a new one takes over what was not to blame. */
  function giveUp(id: number): void {
    const hung = child
    child = undefined
    fail([id], 'El corrector no terminó a tiempo.')
    hung?.kill('SIGKILL')
    for (const { message } of waiting.values()) running().send(message)
  }

  return {
    grade(lab, kubeconfig, attempt) {
      const job = ++jobs
      const grader = `${pathToFileURL(join(lab.folder, 'grader.ts')).href}?${lab.hash}`
      const engine = readExtension(kubeconfig)?.engine ?? 'existing'
      const context = { ...attempt, engine, lab: { id: lab.slug, hash: lab.hash, title: lab.title } }
      const message: GradingJob = { job, grader, kubeconfig, context }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => giveUp(job), (attempt.deadlineMs ?? deadlineDefaultMs) + graceMs)
        waiting.set(job, { message, timer, resolve, reject })
        running().send(message)
      })
    },
    close() {
      const ended = child
      child = undefined
      fail([...waiting.keys()], 'El proceso que corrige se ha cerrado.')
      ended?.kill()
    },
  }
}

function broken(message: string): CourseError {
  return new CourseError('broken-grader', message, 'No es cosa tuya, y lo que has hecho sigue ahí. Vuelve a evaluar.')
}
