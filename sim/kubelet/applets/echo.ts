// `echo`, with -n, -e and -E.
import type { Program } from '../runtime/process.ts'
import { unescape } from './escapes.ts'

export const echo: Program = async (process) => {
  const words = process.args.slice(1)
  let newline = true
  let escapes = false
  while (/^-[neE]+$/.test(words[0] ?? '')) {
    for (const letter of words.shift()!.slice(1)) {
      if (letter === 'n') newline = false
      else escapes = letter === 'e'
    }
  }
  const text = words.join(' ')
  const { value, stopped } = escapes ? unescape(text) : { value: text, stopped: false }
  await process.print(`${value}${newline && !stopped ? '\n' : ''}`)
  return 0
}
