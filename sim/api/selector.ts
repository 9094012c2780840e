// Label selectors, as text (`app=web,tier in (a,b)`) and as LabelSelector objects.
// k8s: apimachinery/pkg/labels/selector.go, pkg/apis/meta/v1/helpers.go
import type { LabelSelector } from '../generated/types.ts'
import { errorText, invalid } from './field-errors.ts'
import { qualifiedKey } from './names.ts'
import { fulfils, requirement, requirementText, SelectorError } from './requirement.ts'
import type { Requirement, SelectorOperator } from './requirement.ts'

/** A condition on labels: every requirement holds, or nothing is ever selected. */
export interface Selector {
  readonly requirements: readonly Requirement[]
  /** Selects no object, whatever its labels. */
  readonly nothing: boolean
  matches(labels: Readonly<Record<string, string>> | undefined): boolean
  /** The text form, as `kubectl describe` and `/scale` print it. */
  toString(): string
}

/** Selects all. */
export const everything: Selector = selectorOf([])
/** Selects none: what a missing LabelSelector means. */
export const nothing: Selector = { requirements: [], nothing: true, matches: () => false, toString: () => '' }

function selectorOf(requirements: Requirement[]): Selector {
  const sorted = requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return {
    requirements: sorted,
    nothing: false,
    matches: (labels = {}) => sorted.every((wanted) => fulfils(wanted, labels)),
    toString: () => sorted.map(requirementText).join(','),
  }
}

/** Exactly these labels (of a Service or a ReplicationController); an empty set selects all. */
export function selectorFromMap(labels: Readonly<Record<string, string>> | undefined): Selector {
  return selectorOf(Object.entries(labels ?? {}).map(([key, value]) => ({ key, operator: '=', values: [value] })))
}

const objectOperators = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
])

/** A LabelSelector object: a missing one selects nothing, an empty one all. Throws {@link SelectorError}. */
export function selectorFromObject(selector: LabelSelector | undefined): Selector {
  if (!selector) return nothing
  const requirements = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => requirement(key, '=', [value]))
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const known = objectOperators.get(operator)
    if (!known) throw new SelectorError(`${JSON.stringify(operator)} is not a valid label selector operator`)
    requirements.push(requirement(key, known, values ?? []))
  }
  return selectorOf(requirements)
}

/** Reads a text selector. Throws {@link SelectorError} with the server's words. */
export function parseSelector(text: string): Selector {
  const reader = tokenReader(text)
  const requirements: Requirement[] = []
  for (;;) {
    const first = reader.peek()
    if (first.kind === 'end') return selectorOf(requirements)
    if (first.kind !== 'word' && first.text !== '!') {
      throw new SelectorError(`found '${first.text}', expected: !, identifier, or 'end of string'`)
    }
    try {
      requirements.push(readRequirement(reader))
    } catch (error) {
      if (!(error instanceof SelectorError)) throw error
      throw new SelectorError(`unable to parse requirement: ${error.message}`)
    }
    const next = reader.take()
    if (next.kind === 'end') return selectorOf(requirements)
    if (next.text !== ',') throw new SelectorError(`found '${next.text}', expected: ',' or 'end of string'`)
    const after = reader.peek()
    if (after.kind !== 'word' && after.text !== '!') {
      throw new SelectorError(`found '${after.text}', expected: identifier after ','`)
    }
  }
}

interface Token {
  kind: 'word' | 'symbol' | 'end'
  text: string
}
interface TokenReader {
  peek(): Token
  take(): Token
}

function tokenReader(text: string): TokenReader {
  const tokens: Token[] = []
  // `==` and `!=` before their first characters; anything between symbols and blanks is a word.
  for (const [token] of text.matchAll(/==|!=|[=!(),><]|[^=!(),><\s]+/g)) {
    tokens.push({ kind: /^[=!(),><]/.test(token) ? 'symbol' : 'word', text: token })
  }
  const end: Token = { kind: 'end', text: '' }
  let at = 0
  return { peek: () => tokens[at] ?? end, take: () => tokens[at++] ?? end }
}

const binaryOperators = new Map<string, SelectorOperator>([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
])

function readRequirement(reader: TokenReader): Requirement {
  const negated = reader.peek().text === '!' && reader.peek().kind === 'symbol'
  if (negated) reader.take()
  const key = reader.take()
  if (key.kind !== 'word') throw new SelectorError(`found '${key.text}', expected: identifier`)
  const errors = qualifiedKey(key.text)
  if (errors.length > 0) throw new SelectorError(errorText(invalid('<nil>', key.text, errors.join('; '))))
  const next = reader.peek()
  if (negated) return requirement(key.text, '!', [])
  if (next.kind === 'end' || next.text === ',') return requirement(key.text, 'exists', [])
  const symbol = reader.take()
  const operator = binaryOperators.get(symbol.text)
  if (!operator) {
    throw new SelectorError(`found '${symbol.text}', expected: in, notin, =, ==, !=, gt, lt`)
  }
  const values = operator === 'in' || operator === 'notin' ? readValues(reader) : [readValue(reader)]
  return requirement(key.text, operator, [...new Set(values)].toSorted())
}

function readValue(reader: TokenReader): string {
  const next = reader.peek()
  if (next.kind === 'end' || next.text === ',') return ''
  const value = reader.take()
  if (value.kind !== 'word') throw new SelectorError(`found '${value.text}', expected: identifier`)
  return value.text
}

function readValues(reader: TokenReader): string[] {
  const open = reader.take()
  if (open.text !== '(') throw new SelectorError(`found '${open.text}' expected: '('`)
  const first = reader.peek()
  if (first.text === ')') {
    reader.take()
    return ['']
  }
  if (first.kind !== 'word' && first.text !== ',') {
    throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`)
  }
  const values: string[] = []
  for (;;) {
    const token = reader.take()
    const next = reader.peek()
    if (token.kind === 'word') {
      values.push(token.text)
      if (next.text === ')' && next.kind === 'symbol') break
      if (next.text !== ',') throw new SelectorError(`found '${next.text}', expected: ',' or ')'`)
    } else if (token.text === ',') {
      if (values.length === 0 || next.text === ',' || next.text === ')') values.push('')
      if (next.text === ')') break
    } else throw new SelectorError(`found '${token.text}', expected: ',', or identifier`)
  }
  reader.take()
  return values
}

export { SelectorError }
