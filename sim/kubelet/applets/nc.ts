// `nc`: bytes between a connection and the standard streams, or a program.
import { sleep } from '../../clock.ts'
import { ConnectError, type Connection } from '../../network/connection.ts'
import { defaultPath, findCommand, loadExecutable } from '../runtime/executable.ts'
import { Killed, type Process, type Program } from '../runtime/process.ts'
import { applet, AppletError } from './applet.ts'

export const nc: Program = applet('+lkp:e:w:i:zvns:u', async (process, { flags, rest }) => {
  // Everything after -e belongs to the program.
  const command = flags.has('e') ? [flags.get('e')!, ...rest.splice(0)] : undefined
  if (flags.has('l')) {
    const port = Number(flags.get('p') ?? rest.at(-1) ?? 0)
    return serve(process, port, flags.has('k') || process.args.some((word) => /^-\w*ll/.test(word)), command)
  }
  const [host = '', port = ''] = rest
  if (!/^\d+$/.test(port)) throw new AppletError(`bad port '${port}'`)
  const connection = await dial(process, host, Number(port), Number(flags.get('w') ?? 0))
  if (flags.has('z')) {
    if (flags.has('v')) await process.complain(`${host} (${connection.peer.address}:${port}) open\n`)
    connection.close()
    return 0
  }
  return command ? attach(process, connection, command) : exchange(process, connection)
})

async function dial(process: Process, host: string, port: number, timeoutSeconds: number): Promise<Connection> {
  const stop = new AbortController()
  const answer = await process.until(process.machine.host.resolve(host))
  if (!answer) throw new AppletError(`bad address '${host}'`)
  const address = answer.addresses[0]!
  if (timeoutSeconds > 0) {
    const done = new AbortController()
    process.killed.addEventListener('abort', () => done.abort(), { once: true })
    void sleep(process.machine.clock, timeoutSeconds * 1000, done.signal).then(() => stop.abort())
  }
  try {
    return await process.until(process.machine.host.connect(address, port, stop.signal))
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error
    if (stop.signal.aborted) throw new AppletError('timed out')
    throw new AppletError(`can't connect to remote host (${address}): ${error.message}`)
  }
}

// A program gets a process for each connection; without one, the next connection waits for its turn.
async function serve(process: Process, port: number, keep: boolean, command: string[] | undefined): Promise<number> {
  const waiting: Connection[] = []
  let arrived = (): void => undefined
  const close = process.machine.host.listen(port, {
    accept(connection) {
      waiting.push(connection)
      arrived()
    },
  })
  if (!close) throw new AppletError('bind: Address already in use')
  process.killed.addEventListener('abort', close, { once: true })
  try {
    for (;;) {
      if (waiting.length === 0) await process.until(new Promise<void>((resolve) => (arrived = resolve)))
      const connection = waiting.shift()!
      if (!keep) close()
      const handled = command ? attach(process, connection, command) : exchange(process, connection)
      if (!keep) return await handled
      if (!command) await handled
      else
        handled.catch(
          (error: unknown) => error instanceof Killed || error instanceof AppletError || process.machine.onError(error),
        )
    }
  } finally {
    close()
    for (const other of waiting) other.close()
  }
}

async function exchange(process: Process, connection: Connection): Promise<number> {
  const sending = (async () => {
    for (let part = await process.input.read(); part !== undefined; part = await process.input.read()) {
      if (!(await connection.output.write(part))) return
    }
    connection.output.close()
  })()
  sending.catch(() => undefined)
  for (
    let part = await process.until(connection.input.read());
    part !== undefined;
    part = await process.until(connection.input.read())
  ) {
    await process.print(part)
  }
  connection.close()
  return 0
}

async function attach(process: Process, connection: Connection, args: string[]): Promise<number> {
  const path = findCommand(process.files, args[0]!, process.env.get('PATH') ?? defaultPath, process.directory)
  const executable = path === undefined ? undefined : loadExecutable(process.machine, process.files, path, args)
  if (executable === undefined || typeof executable === 'string') {
    connection.close()
    throw new AppletError(`can't execute '${args[0]}': No such file or directory`, 127)
  }
  const child = process.machine.processes.spawn({
    ...process,
    args: executable.args,
    program: executable.program,
    input: connection.input,
    output: connection.output,
    parentPid: process.pid,
  })
  const status = child ? await process.until(child.exit) : 1
  connection.output.close()
  connection.input.cancel()
  return status
}
