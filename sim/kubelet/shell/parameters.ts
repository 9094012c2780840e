// What a parameter stands for, and the operators of `${…}`.
import type { ParameterExpansionPart } from 'unbash'
import { patternSource, type PatternPiece } from './pattern.ts'
import { assign, ShellError, valueOf, type Shell } from './state.ts'

/** The value of a parameter; undefined when it is not set. `@` and `*` are joined by the first character of IFS. */
export function parameterValue(shell: Shell, name: string): string | undefined {
  switch (name) {
    case '@':
    case '*':
      return shell.parameters.length > 0 ? shell.parameters.join((valueOf(shell, 'IFS') ?? ' ').slice(0, 1)) : undefined
    case '#':
      return `${shell.parameters.length}`
    case '?':
      return `${shell.lastStatus}`
    case '$':
      return `${shell.process.pid}`
    case '!':
      return shell.lastBackgroundPid === undefined ? undefined : `${shell.lastBackgroundPid}`
    case '-':
      return [...shell.options].join('')
    case '0':
      return shell.name
    case 'RANDOM':
      return `${Math.floor(shell.process.machine.random() * 32_768)}`
  }
  if (/^\d+$/.test(name)) return shell.parameters[Number(name) - 1]
  return valueOf(shell, name)
}

/** The value, or the error of `set -u`. */
export function requiredValue(shell: Shell, name: string): string {
  const value = parameterValue(shell, name)
  if (value === undefined && shell.options.has('u') && name !== '@' && name !== '*') {
    throw new ShellError(`${name}: parameter not set`, 2)
  }
  return value ?? ''
}

/** How operands are expanded: as text, or as a pattern. */
export interface OperandExpander {
  text(word: { text: string }): Promise<string>
  pattern(word: { text: string }): Promise<PatternPiece[]>
  number(word: { text: string }): Promise<number>
}

/** True when `${x:-word}` gives the word (or, for `+`, when it gives nothing). */
export function isAbsent(value: string | undefined, operator: string): boolean {
  return value === undefined || (operator.startsWith(':') && value === '')
}

/** Removal, replacement, slices and case changes. */
export async function transform(value: string, part: ParameterExpansionPart, expand: OperandExpander): Promise<string> {
  const { operation } = part
  switch (operation?.type) {
    case 'Remove': {
      const lazy = operation.operator.length === 1
      const source = patternSource(await expand.pattern(operation.operand), { lazy })
      if (operation.operator.startsWith('#')) return value.replace(new RegExp(`^(?:${source})`), '')
      return removeEnd(value, source, lazy)
    }
    case 'Replace': {
      const source = patternSource(await expand.pattern(operation.pattern))
      const anchored = { '/#': `^(?:${source})`, '/%': `(?:${source})$` }[operation.operator as string] ?? source
      const replacement = await expand.text(operation.replacement)
      return value.replace(new RegExp(anchored, operation.operator === '//' ? 'g' : ''), () => replacement)
    }
    case 'Slice': {
      const offset = await expand.number(operation.offset)
      const start = offset < 0 ? Math.max(value.length + offset, 0) : offset
      if (!operation.length) return value.slice(start)
      const length = await expand.number(operation.length)
      return value.slice(start, length < 0 ? value.length + length : start + length)
    }
    case 'CaseModification':
      return changeCase(value, operation.operator)
    default:
      return value
  }
}

/** `${x:=word}`. */
export function assignDefault(shell: Shell, name: string, value: string): void {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new ShellError(`${name}: bad variable name`, 2)
  assign(shell, name, value)
}

// The shortest end is found from the right: a lazy expression alone would start too early.
function removeEnd(value: string, source: string, shortest: boolean): string {
  const whole = new RegExp(`^(?:${source})$`)
  const starts = Array.from({ length: value.length + 1 }, (_, index) => (shortest ? value.length - index : index))
  const at = starts.find((start) => whole.test(value.slice(start)))
  return at === undefined ? value : value.slice(0, at)
}

function changeCase(value: string, operator: string): string {
  const change = (text: string): string => (operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase())
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1)
}
