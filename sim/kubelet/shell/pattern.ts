// Shell patterns (`*.txt`, `[a-z]?`) as regular expressions.

/** A piece of an expanded word: quoted characters match only themselves. */
export interface PatternPiece {
  text: string
  quoted: boolean
}

/** The source of a regular expression for a pattern. `lazy`: `*` takes as little as it can; `path`: it stops at a slash. */
export function patternSource(pieces: PatternPiece[], { lazy = false, path = false } = {}): string {
  return pieces.map(({ text, quoted }) => (quoted ? escapeRegExp(text) : unquoted(text, lazy, path))).join('')
}

/** True when some unquoted character makes the word a pattern. */
export function isPattern(pieces: PatternPiece[]): boolean {
  return pieces.some(({ text, quoted }) => !quoted && /[*?[]/.test(text))
}

/** POSIX character classes as the inside of a JavaScript bracket. */
export const characterClasses: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\r\\f\\v',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
}

/** A bracket expression as JavaScript writes it, from the inside of a POSIX one. */
export function bracketSource(negated: boolean, inside: string): string {
  const parts = inside.replace(/\[:(\w+):\]|[\\[\]^]/g, (match, name: string | undefined) =>
    name ? (characterClasses[name] ?? '') : `\\${match}`,
  )
  return `[${negated ? '^' : ''}${parts}]`
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

function unquoted(text: string, lazy: boolean, path: boolean): string {
  const any = path ? '[^/]' : '[\\s\\S]'
  let source = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    const bracket = character === '[' ? /^\[([!^])?(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(text.slice(at)) : null
    if (bracket) {
      source += bracketSource(bracket[1] !== undefined, bracket[2]!)
      at += bracket[0].length - 1
    } else if (character === '*') source += `${any}*${lazy ? '?' : ''}`
    else if (character === '?') source += any
    else source += escapeRegExp(character)
  }
  return source
}
