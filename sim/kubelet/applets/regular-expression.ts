// POSIX regular expressions, basic and extended, as JavaScript's.
import { bracketSource } from '../shell/pattern.ts'

/** The source of an equivalent expression. `extended`: as with -E, where `+ ? | ( ) { }` are special by themselves. */
export function regularExpression(pattern: string, extended: boolean): string {
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    const bracket = character === '[' ? /^\[(\^)?(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(pattern.slice(at)) : null
    if (bracket) {
      source += bracketSource(bracket[1] !== undefined, bracket[2]!.replaceAll('^', '\\^').replaceAll('\\\\^', '\\^'))
      at += bracket[0].length - 1
    } else if (character === '\\') {
      const next = pattern[++at] ?? '\\'
      if (!extended && '(){}|+?'.includes(next)) source += next
      else if (next === '<' || next === '>') source += '\\b'
      else source += /[wWsSbBdDnt1-9]/.test(next) ? `\\${next}` : escapeOne(next)
    } else if (!extended && '(){}|+?'.includes(character)) source += `\\${character}`
    else if (!extended && character === '*' && (at === 0 || source.endsWith('(') || source === '^')) source += '\\*'
    else if (!extended && character === '^' && at > 0 && !source.endsWith('(') && !source.endsWith('|')) source += '\\^'
    else if (!extended && character === '$' && at < pattern.length - 1 && !/^\\[)|]/.test(pattern.slice(at + 1)))
      source += '\\$'
    else if (character === '/') source += '\\/'
    else source += character
  }
  return source
}

function escapeOne(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}
