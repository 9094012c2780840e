// Command-line options as getopt reads them.

export interface Options {
  /** Letters (or long names) given; those with a value hold it, the last one given. */
  flags: Map<string, string>
  rest: string[]
}

/** A wrong option. The message is getopt's. */
export class OptionError extends Error {}

/**
 * Parses options after the command's name. `spec` is getopt's: letters, a colon after those that take a value,
 * a plus in front when options end at the first other word.
 * Long options are `long` names, `name=` for those with a value. Throws OptionError.
 */
export function parseOptions(args: readonly string[], spec: string, long: readonly string[] = []): Options {
  const flags = new Map<string, string>()
  const rest: string[] = []
  for (let at = 1; at < args.length; at++) {
    const word = args[at]!
    if (word === '--') {
      rest.push(...args.slice(at + 1))
      break
    }
    if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split(/=(.*)/s)
      if (long.includes(name)) flags.set(name, '')
      else if (long.includes(`${name}=`)) flags.set(name, value ?? args[++at] ?? '')
      else throw new OptionError(`unrecognized option '${word}'`)
    } else if (word.startsWith('-') && word !== '-') at += letters(word, args[at + 1], spec, flags)
    else if (spec.startsWith('+')) {
      rest.push(...args.slice(at))
      break
    } else rest.push(word)
  }
  return { flags, rest }
}

/** Takes the letters of one word; 1 when the last one took the next word as its value. */
function letters(word: string, next: string | undefined, spec: string, flags: Map<string, string>): number {
  for (let index = 1; index < word.length; index++) {
    const letter = word[index]!
    const known = spec.indexOf(letter)
    if (known === -1 || letter === ':' || letter === '+') throw new OptionError(`invalid option -- '${letter}'`)
    if (spec[known + 1] !== ':') {
      flags.set(letter, '')
      continue
    }
    const attached = word.slice(index + 1)
    if (attached === '' && next === undefined) throw new OptionError(`option requires an argument -- '${letter}'`)
    flags.set(letter, attached === '' ? next! : attached)
    return attached === '' ? 1 : 0
  }
  return 0
}
