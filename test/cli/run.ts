// Runs a command line as the program would, without a process: whole outputs, exit code, a stop that the test decides.
import { Readable } from 'node:stream'
import { runMain } from '../../cli/run-main.ts'

export interface Ran {
  code: number
  out: string
  err: string
}

/** On the embedded engine unless the words say another. `stopped` is what Ctrl-C is; `onOut` hears the output as it comes. */
export async function run(
  words: string[],
  {
    stopped = new Promise<void>(() => {}),
    onOut = () => {},
  }: { stopped?: Promise<void>; onOut?: (text: string) => void } = {},
): Promise<Ran> {
  const ran = { out: '', err: '' }
  const code = await runMain(words, {
    out(text) {
      ran.out += `${text}\n`
      onOut(text)
    },
    err: (text) => void (ran.err += `${text}\n`),
    stdin: Readable.from([]),
    env: { ...process.env, TIMONEL_CLUSTER: 'embedded' },
    stopped,
  })
  return { code, ...ran }
}
