// A client at a process of a container: a new one (exec), or the first (attach).
import { fromArray, toArray } from '../network/bytes.ts'
import { createPipe, sourceOf, type ByteSink, type ByteSource, type Pipe } from '../network/pipe.ts'
import type { CommandEnd, CommandSession, CommandStreams } from '../server/connect.ts'
import type { ContainerRun } from './container-run.ts'
import { signals, type ProcessHandle } from './runtime/process.ts'
import { signalForeground } from './runtime/process-table.ts'
import { createTerminal, type Terminal } from './runtime/terminal.ts'

/** Runs a command beside the first process. `execId`: what the runtime calls it where it fails. */
export function execSession(
  run: ContainerRun,
  command: string[],
  { stdin, stdout, stderr, tty }: CommandStreams,
  execId: string,
): CommandSession {
  const { processes } = run.machine
  let handle: ProcessHandle | undefined
  const signal = (number: number): void => signalForeground(processes, handle, number)
  const terminal = tty ? createTerminal(signal) : undefined
  const input = createPipe()
  const [output, errors] = [createPipe(), createPipe()]
  const started = run.exec(command, {
    input: !stdin ? sourceOf('') : (terminal?.input ?? input),
    ...(stdout ? { output: terminal?.output ?? output } : {}),
    ...(terminal && stdout ? { errors: terminal.output } : stderr ? { errors } : {}),
  })
  const closeAll = (): void => [terminal?.screen ?? output, errors].forEach((pipe) => pipe.close())
  if (typeof started === 'string') closeAll()
  else {
    handle = started
    void started.exit.then(closeAll)
  }
  const failed = `failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: unable to start container process: `
  return {
    stdin: stdinOf(terminal, input, () => (terminal ? terminal.end() : input.close())),
    stdout: readableOf(terminal?.screen ?? output),
    stderr: readableOf(errors),
    resize: (columns, rows) => void (terminal && Object.assign(terminal.size, { columns, rows })),
    end: typeof started === 'string' ? Promise.resolve<CommandEnd>({ failed: failed + started }) : started.exit,
    hangUp() {
      if (terminal) signal(signals.HUP!)
      terminal?.end()
      input.close()
      for (const pipe of [terminal?.screen ?? output, errors]) pipe.cancel()
    },
  }
}

/** Joins the first process. Its end is not the client's business: an attached client learns only that it is over. */
export function attachSession(run: ContainerRun, { stdout, stderr }: CommandStreams): CommandSession {
  const { terminal, input, output: out, errors: err } = run.attached
  const [output, errors] = [createPipe(), createPipe()]
  if (stdout) out.add(output)
  else output.close()
  if (stderr) err.add(errors)
  else errors.close()
  const gone = (): void => {
    if (!run.spec.stdinOnce) return
    terminal?.end()
    input?.close()
  }
  let leave!: () => void
  const left = new Promise<void>((resolve) => (leave = resolve))
  return {
    stdin: stdinOf(terminal, input, gone),
    stdout: readableOf(output),
    stderr: readableOf(errors),
    resize: (columns, rows) => void (terminal && Object.assign(terminal.size, { columns, rows })),
    end: Promise.race([run.ended, left]).then(() => 0),
    hangUp() {
      gone()
      output.cancel()
      errors.cancel()
      leave()
    },
  }
}

function stdinOf(terminal: Terminal | undefined, input: ByteSink | undefined, close: () => void) {
  return new WritableStream<Uint8Array>({
    async write(chunk) {
      await (terminal ? terminal.type(fromArray(chunk)) : input?.write(fromArray(chunk)))
    },
    close,
  })
}

/** A pipe as a web stream, read only as fast as the stream is. */
export function readableOf(source: Pick<Pipe, 'read' | 'cancel'> | ByteSource): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await source.read()
        if (part === undefined) controller.close()
        else controller.enqueue(toArray(part))
      },
      cancel: () => source.cancel(),
    },
    { highWaterMark: 0 },
  )
}
