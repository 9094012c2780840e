// Field selectors: `metadata.name=web,status.phase!=Running`. k8s: apimachinery/pkg/fields/selector.go
import { SelectorError } from './requirement.ts'

/** One condition on a field's text. */
export interface FieldTerm {
  readonly field: string
  readonly equal: boolean
  readonly value: string
}

/** Reads a field selector; empty terms are skipped. Throws {@link SelectorError} with the server's words. */
export function parseFieldSelector(text: string): FieldTerm[] {
  const terms: FieldTerm[] = []
  for (const part of splitTerms(text).toSorted()) {
    if (part === '') continue
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part)
    if (!match) throw new SelectorError(`invalid selector: '${text}'; can't understand '${part}'`)
    terms.push({ field: match[1]!, equal: match[2] !== '!=', value: unescapeValue(match[3]!) })
  }
  return terms
}

/** A condition that an object's selectable fields fulfil; a field that it lacks counts as ''. */
export function matchesFields(terms: readonly FieldTerm[], fields: Readonly<Record<string, string>>): boolean {
  return terms.every(({ field, equal, value }) => ((fields[field] ?? '') === value) === equal)
}

/** The term that names one value of a field, if there is one: lets a list become a get. */
export function exactFieldValue(terms: readonly FieldTerm[], field: string): string | undefined {
  return terms.find((term) => term.field === field && term.equal)?.value
}

function splitTerms(text: string): string[] {
  const parts: string[] = ['']
  for (const [piece] of text.matchAll(/\\.|[^\\]|\\$/gs)) {
    if (piece === ',') parts.push('')
    else parts[parts.length - 1] += piece
  }
  return parts
}

function unescapeValue(text: string): string {
  let value = ''
  for (const [piece] of text.matchAll(/\\.|[^\\]|\\$/gsu)) {
    if (/^\\[\\,=]$/.test(piece)) value += piece[1]
    else if (piece.startsWith('\\')) {
      throw new SelectorError(`invalid field selector: invalid escape sequence: ${piece}`)
    } else if (piece === ',' || piece === '=') {
      // Go prints the character's number here.
      throw new SelectorError(`invalid field selector: unescaped character in value: ${piece.codePointAt(0)}`)
    } else value += piece
  }
  return value
}
