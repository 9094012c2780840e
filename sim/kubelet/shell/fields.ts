// Collects the fields of a word while it is expanded: splitting at IFS, and what quotes keep together.
import type { PatternPiece } from './pattern.ts'

export interface FieldBuilder {
  /** Text that is never split; quoted text is no pattern either. */
  add(text: string, quoted: boolean): void
  /** What an unquoted expansion gave: split at the characters of IFS. */
  split(text: string): void
  /** The values of `$@`, each a field of its own. */
  list(values: string[], quoted: boolean): void
  fields(): PatternPiece[][]
}

/** @param ifs the separators; undefined keeps everything in one field, as in assignments */
export function createFieldBuilder(ifs: string | undefined): FieldBuilder {
  const done: PatternPiece[][] = []
  let current: PatternPiece[] | undefined
  const finish = (): void => {
    if (current) done.push(current)
    current = undefined
  }
  const add = (text: string, quoted: boolean): void => {
    if (text === '' && !quoted) return
    current ??= []
    const last = current.at(-1)
    // Unquoted neighbours are one piece, so that a bracket made of several parts is seen as one.
    if (last && !last.quoted && !quoted) last.text += text
    else current.push({ text, quoted })
  }

  function split(text: string): void {
    if (ifs === undefined) return add(text, false)
    const blank = [' ', '\t', '\n'].filter((character) => ifs.includes(character)).join('')
    let run = ''
    let separated = false
    for (const character of text) {
      if (!ifs.includes(character)) {
        run += character
        separated = false
        continue
      }
      add(run, false)
      run = ''
      // A separator that is no white space ends a field even when the field is empty.
      if (!blank.includes(character) && !current && !separated) current = []
      separated = blank.includes(character) ? separated || current !== undefined : false
      finish()
    }
    add(run, false)
  }

  return {
    add,
    split,
    list(values, quoted) {
      for (const [index, value] of values.entries()) {
        if (index > 0 && ifs !== undefined) finish()
        else if (index > 0) add(' ', true)
        if (quoted) add(value, true)
        else split(value)
      }
    },
    fields() {
      finish()
      return done
    },
  }
}
