// Words into arguments: parameters, commands, arithmetic, splitting and file names.
import { parse, type ParameterExpansionPart, type ParsedScript, type Word, type WordPart } from 'unbash'
import type { FileSystem } from '../runtime/file-system.ts'
import { limits } from '../../limits.ts'
import { arithmetic, textValue } from './arithmetic.ts'
import { createFieldBuilder, type FieldBuilder } from './fields.ts'
import {
  assignDefault,
  isAbsent,
  parameterValue,
  requiredValue,
  transform,
  type OperandExpander,
} from './parameters.ts'
import { isPattern, patternSource, type PatternPiece } from './pattern.ts'
import { ShellError, valueOf, type Shell } from './state.ts'

/** Runs `$(…)` and gives its output without the line ends at its end. */
export type Substitute = (shell: Shell, script: ParsedScript) => Promise<string>

export interface Expander {
  /** The arguments that words become. */
  fields(shell: Shell, words: readonly Word[]): Promise<string[]>
  /** One string, as in assignments and redirections. */
  text(shell: Shell, word: Word): Promise<string>
  pattern(shell: Shell, word: Word): Promise<PatternPiece[]>
  /** The body of a here-document. */
  parts(shell: Shell, parts: readonly WordPart[]): Promise<string>
  /** Text that may hold expansions, as an operand of arithmetic does. */
  operand(shell: Shell, text: string): Promise<string>
}

export function createExpander(substitute: Substitute): Expander {
  async function build(shell: Shell, word: Word, builder: FieldBuilder): Promise<void> {
    if (!word.parts) {
      const tilde = word.text.startsWith('~') ? /^~(?=\/|$)/.exec(word.value) : null
      if (tilde) builder.add(valueOf(shell, 'HOME') ?? '~', true)
      const rest = tilde ? word.value.slice(1) : word.value
      // What a backslash protected is no pattern any more.
      return builder.add(rest, word.text !== word.value && !tilde)
    }
    for (const part of word.parts) await addPart(shell, part, builder, false)
  }

  async function addPart(shell: Shell, part: WordPart, builder: FieldBuilder, quoted: boolean): Promise<void> {
    switch (part.type) {
      case 'Literal':
        return builder.add(part.value, quoted || part.value !== part.text)
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        return builder.add(part.value, true)
      case 'DoubleQuoted':
      case 'LocaleString':
        // "$@" without parameters is no field at all.
        if (!(part.parts.length === 1 && part.parts[0]!.text === '$@' && shell.parameters.length === 0))
          builder.add('', true)
        for (const inner of part.parts) await addPart(shell, inner, builder, true)
        return
      case 'SimpleExpansion':
        return addParameter(shell, part.text.slice(1), builder, quoted)
      case 'ParameterExpansion':
        return addExpansion(shell, part, builder, quoted)
      case 'CommandExpansion':
        return addValue(shell, part.script ? await substitute(shell, part.script) : '', builder, quoted)
      case 'ArithmeticExpansion':
        return addValue(
          shell,
          `${await arithmetic(shell, part.expression, (text) => operand(shell, text))}`,
          builder,
          quoted,
        )
      case 'Glob':
        // A bracket may hold expansions, and may turn out to be no pattern at all: `[$x]`.
        if (part.kind !== 'bracket') return builder.add(part.text, quoted)
        builder.add('[', quoted)
        for (const inner of part.parts) await addPart(shell, inner, builder, quoted)
        return builder.add(']', quoted)
      default:
        return builder.add(part.text, quoted)
    }
  }

  function addValue(shell: Shell, value: string, builder: FieldBuilder, quoted: boolean): void {
    if (value.length > limits.shellValueBytesMax) {
      shell.process.machine.memory.exhaust()
      throw new ShellError('out of memory', 2)
    }
    if (quoted) builder.add(value, true)
    else builder.split(value)
  }

  function addParameter(shell: Shell, name: string, builder: FieldBuilder, quoted: boolean): void {
    if (name === '@' || (name === '*' && !quoted)) return builder.list(shell.parameters, quoted)
    addValue(shell, requiredValue(shell, name), builder, quoted)
  }

  async function addExpansion(
    shell: Shell,
    part: ParameterExpansionPart,
    builder: FieldBuilder,
    quoted: boolean,
  ): Promise<void> {
    const { parameter: name, operation } = part
    if (part.prefix === '#') {
      const value = name === '@' || name === '*' ? `${shell.parameters.length}` : `${requiredValue(shell, name).length}`
      return builder.add(value, quoted)
    }
    if (!operation) return addParameter(shell, name, builder, quoted)
    if (operation.type === 'Default') {
      const value = parameterValue(shell, name)
      const absent = isAbsent(value, operation.operator)
      const kind = operation.operator.at(-1)
      if (kind === '+' ? absent : !absent) return kind === '+' ? undefined : addParameter(shell, name, builder, quoted)
      if (kind === '?') {
        const why = await text(shell, operation.operand)
        throw new ShellError(`${name}: ${why || 'parameter not set'}`, 2)
      }
      if (kind === '=') {
        assignDefault(shell, name, await text(shell, operation.operand))
        return addParameter(shell, name, builder, quoted)
      }
      if (quoted) return builder.add(await text(shell, operation.operand), true)
      for (const inner of operation.operand.parts ?? []) await addPart(shell, inner, builder, false)
      return operation.operand.parts ? undefined : builder.split(operation.operand.value)
    }
    if (operation.type === 'Slice' && (name === '@' || name === '*')) {
      const start = Number(
        await textValue(shell, await text(shell, operation.offset), (inner) => operand(shell, inner)),
      )
      return builder.list(shell.parameters.slice(Math.max(start - 1, 0)), quoted)
    }
    addValue(shell, await transform(requiredValue(shell, name), part, operandsOf(shell)), builder, quoted)
  }

  function operandsOf(shell: Shell): OperandExpander {
    return {
      text: (word) => text(shell, word as Word),
      pattern: (word) => pattern(shell, word as Word),
      number: async (word) =>
        Number(await textValue(shell, await text(shell, word as Word), (inner) => operand(shell, inner))),
    }
  }

  async function pattern(shell: Shell, word: Word): Promise<PatternPiece[]> {
    const builder = createFieldBuilder(undefined)
    await build(shell, word, builder)
    return builder.fields().flat()
  }

  async function text(shell: Shell, word: Word): Promise<string> {
    return joined(await pattern(shell, word))
  }

  async function operand(shell: Shell, source: string): Promise<string> {
    const statement = parse(`"${source}"`).commands[0]
    const word = statement?.command.type === 'Command' ? statement.command.name : undefined
    return word ? text(shell, word) : source
  }

  return {
    text,
    pattern,
    operand,
    async fields(shell, words) {
      const result: string[] = []
      for (const word of words) {
        const builder = createFieldBuilder(valueOf(shell, 'IFS') ?? ' \t\n')
        await build(shell, word, builder)
        for (const field of builder.fields()) result.push(...fileNames(shell, field))
      }
      return result
    },
    async parts(shell, parts) {
      const builder = createFieldBuilder(undefined)
      for (const part of parts) await addPart(shell, part, builder, true)
      return joined(builder.fields().flat())
    },
  }
}

function joined(pieces: PatternPiece[]): string {
  return pieces.map(({ text }) => text).join('')
}

function fileNames(shell: Shell, field: PatternPiece[]): string[] {
  const literal = joined(field)
  if (shell.options.has('f') || !isPattern(field)) return [literal]
  const found = matches(shell.process.files, literal.startsWith('/') ? '/' : shell.directory, components(field))
  return found.length > 0 ? found.map((path) => (literal.startsWith('/') ? `/${path}` : path)) : [literal]
}

/** A pattern cut at its slashes. */
function components(field: PatternPiece[]): PatternPiece[][] {
  const result: PatternPiece[][] = [[]]
  for (const { text, quoted } of field) {
    for (const [index, part] of text.split('/').entries()) {
      if (index > 0) result.push([])
      if (part !== '') result.at(-1)!.push({ text: part, quoted })
    }
  }
  return result.filter((component) => component.length > 0)
}

function matches(files: FileSystem, directory: string, [first, ...rest]: PatternPiece[][]): string[] {
  if (!first) return []
  const expression = new RegExp(`^(?:${patternSource(first, { path: true })})$`)
  const hidden = joined(first).startsWith('.')
  const node = files.lookup(directory)
  if (node?.kind !== 'directory') return []
  const names = files.list(directory).filter((name) => expression.test(name) && (hidden || !name.startsWith('.')))
  if (rest.length === 0) return names
  return names.flatMap((name) =>
    matches(files, files.absolute(name, directory), rest).map((inner) => `${name}/${inner}`),
  )
}
