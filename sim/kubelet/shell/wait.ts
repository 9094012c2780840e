// `wait`: until background jobs end, or a trapped signal comes.
import { signals, type Process, type ProcessHandle } from '../runtime/process.ts'
import type { Shell } from './state.ts'

export async function wait(shell: Shell, process: Process): Promise<number> {
  const pids = process.args
    .slice(1)
    .map((word) => (word.startsWith('%') ? shell.jobs[Number(word.slice(1)) - 1]?.pid : Number(word)))
  if (pids.length === 0) {
    for (const job of shell.jobs) {
      const status = await ended(shell, process, job)
      if (status.interrupted) return status.code
    }
    shell.jobs = []
    return 0
  }
  let code = 0
  for (const pid of pids) {
    const job = shell.jobs.find((one) => one.pid === pid)
    if (!job) code = 127
    else {
      const status = await ended(shell, process, job)
      code = status.code
      if (status.interrupted) return code
    }
  }
  return code
}

async function ended(
  shell: Shell,
  process: Process,
  job: ProcessHandle,
): Promise<{ code: number; interrupted: boolean }> {
  const interrupted = new Promise<{ code: number; interrupted: boolean }>((resolve) => {
    const tell = (): void =>
      resolve({ code: 128 + (signals[shell.pending[0] ?? 'TERM'] ?? signals.TERM!), interrupted: true })
    shell.interrupt = tell
    if (shell.pending.length > 0) tell()
  })
  try {
    return await process.until(Promise.race([job.exit.then((code) => ({ code, interrupted: false })), interrupted]))
  } finally {
    shell.interrupt = undefined
  }
}
