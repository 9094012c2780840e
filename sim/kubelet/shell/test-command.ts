// `test` and `[`. POSIX decides by the number of arguments; busybox also takes -a, -o and parentheses.
import type { Process } from '../runtime/process.ts'

/** A wrong expression; the message is busybox'. */
export class TestError extends Error {}

/** The truth of an expression. Throws TestError. */
export function evaluateTest(process: Process, args: string[]): boolean {
  const parser = { process, args, at: 0 }
  if (args.length === 0) return false
  const value = either(parser)
  if (parser.at < args.length) throw new TestError(`${args[parser.at]}: unknown operand`)
  return value
}

interface Parser {
  process: Process
  args: string[]
  at: number
}

function either(parser: Parser): boolean {
  let value = both(parser)
  while (parser.args[parser.at] === '-o') {
    parser.at++
    value = both(parser) || value
  }
  return value
}

function both(parser: Parser): boolean {
  let value = negated(parser)
  while (parser.args[parser.at] === '-a') {
    parser.at++
    value = negated(parser) && value
  }
  return value
}

function negated(parser: Parser): boolean {
  const left = parser.args.length - parser.at
  if (parser.args[parser.at] === '!' && left > 1 && !(left === 3 && isBinary(parser.args[parser.at + 1]!))) {
    parser.at++
    return !negated(parser)
  }
  return primary(parser)
}

function primary(parser: Parser): boolean {
  const { args } = parser
  const [first, second, third] = args.slice(parser.at)
  if (first === undefined) throw new TestError('argument expected')
  if (second !== undefined && third !== undefined && isBinary(second)) {
    parser.at += 3
    return compare(parser.process, first, second, third)
  }
  if (first === '(') {
    parser.at++
    const value = either(parser)
    if (args[parser.at] !== ')') throw new TestError('closing paren expected')
    parser.at++
    return value
  }
  if (second !== undefined && /^-[a-zA-Z]$/.test(first) && first in unary && second !== '-a' && second !== '-o') {
    parser.at += 2
    return unary[first]!(parser.process, second)
  }
  parser.at++
  return first !== ''
}

const binaryOperators = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
])

function isBinary(text: string): boolean {
  return binaryOperators.has(text)
}

function node(process: Process, path: string) {
  return path === '' ? undefined : process.files.lookup(process.path(path))
}

const unary: Record<string, (process: Process, operand: string) => boolean> = {
  '-n': (_, operand) => operand !== '',
  '-z': (_, operand) => operand === '',
  '-e': (process, path) => node(process, path) !== undefined,
  '-f': (process, path) => node(process, path)?.kind === 'file',
  '-d': (process, path) => node(process, path)?.kind === 'directory',
  '-s': (process, path) => {
    const found = node(process, path)
    return found?.kind === 'directory' || (found?.kind === 'file' && found.data.length > 0)
  },
  '-r': (process, path) => node(process, path) !== undefined,
  '-w': (process, path) => node(process, path) !== undefined,
  '-x': (process, path) => {
    const found = node(process, path)
    return (
      found?.kind === 'directory' ||
      (found?.kind === 'file' && (found.program !== undefined || (found.mode & 0o111) > 0))
    )
  },
  '-L': (process, path) => process.files.lookup(process.path(path), false)?.kind === 'link',
  '-h': (process, path) => process.files.lookup(process.path(path), false)?.kind === 'link',
  '-c': (process, path) => node(process, path)?.kind === 'device',
  '-b': () => false,
  '-p': () => false,
  '-S': () => false,
  '-t': ({ input, output, errors }, number) => ({ 0: input, 1: output, 2: errors })[number]?.terminal !== undefined,
}

function compare(process: Process, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '>':
      return left > right
    case '-nt':
      return (node(process, left)?.modifiedMs ?? 0) > (node(process, right)?.modifiedMs ?? 0)
    case '-ot':
      return (node(process, left)?.modifiedMs ?? 0) < (node(process, right)?.modifiedMs ?? 0)
    case '-ef':
      return process.path(left) === process.path(right)
  }
  const a = number(left)
  const b = number(right)
  return { '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b }[operator]!
}

function number(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`invalid number '${text.trim()}'`)
  return Number(text)
}
