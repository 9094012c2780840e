// `kill`: signals to processes of the same container.
import { signals, type Program } from '../runtime/process.ts'
import { complain } from './applet.ts'

export const kill: Program = async (process) => {
  const words = process.args.slice(1)
  if (words[0] === '-l') {
    await process.print(`${Object.keys(signals).join('\n')}\n`)
    return 0
  }
  let signal = signals.TERM!
  if (words[0] === '-s') signal = numberOf(words.splice(0, 2)[1] ?? '') ?? -1
  else if (words[0]?.startsWith('-') && words[0] !== '--') signal = numberOf(words.shift()!.slice(1)) ?? -1
  if (words[0] === '--') words.shift()
  if (signal === -1) {
    await complain(process, 'bad signal name')
    return 1
  }
  let status = 0
  for (const word of words) {
    if (!/^-?\d+$/.test(word)) {
      await complain(process, `invalid number '${word}'`)
      status = 1
      continue
    }
    const pid = Number(word)
    const targets =
      pid === -1
        ? process.machine.processes.list().filter((one) => one.pid !== process.pid && one.pid !== 1)
        : [process.machine.processes.get(pid)]
    for (const target of targets) {
      if (!target) {
        await complain(process, `can't kill pid ${word}: No such process`)
        status = 1
        // From inside, KILL does not reach the first process either.
      } else if (signal !== 0 && !(target.pid === 1 && signal === signals.KILL)) target.signal(signal)
    }
  }
  return status
}

function numberOf(name: string): number | undefined {
  return /^\d+$/.test(name) ? Number(name) : signals[name.toUpperCase().replace(/^SIG/, '')]
}
