// What proving labs costs: the command itself, with all its processes, on held time; and one lab beside a clock that only hurries.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const program = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const oneLab = 'pv-y-pvc'
/** How often faster the clock went before time was held. */
const hurriedRate = '20'

interface Cost {
  wallSeconds: number
  /** Of the command and all processes that it waited for. */
  processorSeconds: number
}

/** Prints a line for one lab, with its ratio to the hurried clock, and one for all of them as `timonel verify` proves them. Rejects when one is not proven. */
export async function proofsBench(): Promise<void> {
  const held = await prove([oneLab, '--rounds', '1'])
  const hurried = await prove([oneLab, '--rounds', '1', '--rate', hurriedRate])
  const ratio = (hurried.wallSeconds / held.wallSeconds).toFixed(1)
  console.log(`proof of ${oneLab}: ${shown(held)}; clock at ${hurriedRate}: ${shown(hurried)}; ${ratio} times as long`)
  console.log(`proof of all labs, twice: ${shown(await prove([]))}; aim 30 s on 2 cores`)
}

function shown({ wallSeconds, processorSeconds }: Cost): string {
  return `${wallSeconds.toFixed(1)} s, ${processorSeconds.toFixed(1)} s of processor`
}

async function prove(args: string[]): Promise<Cost> {
  const begun = performance.now()
  // The shell knows what its children took, which Node does not tell.
  const command = ['-c', '"$@" >/dev/null && times', 'sh', process.execPath, program, 'verify', ...args]
  const { stdout } = await promisify(execFile)('sh', command)
  const wallSeconds = (performance.now() - begun) / 1000
  return { wallSeconds, processorSeconds: childSeconds(stdout) }
}

/** From the second line of `times`: `1m2.34s 0m0.50s`, user and system. */
function childSeconds(times: string): number {
  const parts = [...(times.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0)
}
