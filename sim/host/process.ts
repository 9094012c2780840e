// Starts the host's process and speaks to it: the same verbs as host.ts, from another process.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Host, HostedCluster } from './host.ts'
import type { HostAnswer, HostCall } from './messages.ts'

type Unnumbered<T> = T extends { call: number } ? Omit<T, 'call'> : never

/**
 * A host in a process of its own. Rejects with the Spanish reason when it cannot start; calls reject once it has ended,
 * which `onEnded` is told, however it happened.
 */
export async function startHost(folder: string, onEnded: () => void = () => {}): Promise<Host> {
  // Built from parts: a bundler must not try to follow it.
  const program = fileURLToPath(new URL(['.', 'main.ts'].join('/'), import.meta.url))
  const child = fork(program, [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
  const waiting = new Map<number, { resolve: (answer: HostAnswer) => void; reject: (error: Error) => void }>()
  let calls = 0
  child.on('message', (answer: HostAnswer) => {
    const call = waiting.get(answer.call)
    waiting.delete(answer.call)
    if (answer.error === undefined) call?.resolve(answer)
    else call?.reject(new Error(answer.error))
  })
  child.on('exit', (code, signal) => {
    onEnded()
    const error = new Error(`El proceso de los clusters se ha cerrado (${signal ?? code}). Vuelve a arrancar Timonel.`)
    for (const call of waiting.values()) call.reject(error)
    waiting.clear()
  })
  const wait = (call: number): Promise<HostAnswer> =>
    new Promise((resolve, reject) => waiting.set(call, { resolve, reject }))
  const ask = (message: Unnumbered<HostCall>): Promise<HostAnswer> => {
    if (!child.connected)
      return Promise.reject(new Error('El proceso de los clusters no está en marcha. Vuelve a arrancar Timonel.'))
    const call = ++calls
    const answer = wait(call)
    // It may have died a moment ago: its exit tells whoever waits.
    child.send({ ...message, call }, () => {})
    return answer
  }
  await wait(0)
  return {
    open: async (spec) => (await ask({ method: 'open', spec })).result as HostedCluster,
    remove: async (id) => void (await ask({ method: 'remove', id })),
    async close() {
      if (!child.connected) return
      // One that dies while it is asked to has closed all the same.
      await ask({ method: 'close' }).catch(() => {})
      await exited(child)
    },
  }
}

function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}
