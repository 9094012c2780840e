// `$(( … ))`: 64-bit whole numbers.
import { parse, type ArithmeticExpression } from 'unbash'
import { assign, ShellError, valueOf, type Shell } from './state.ts'

/** Expands what an operand holds besides a name or a number: `$x`, `${#x}`, `$(cmd)`. */
export type ExpandOperand = (text: string) => Promise<string>

const nestingMax = 64

/** Throws ShellError for what is no number, and for a division by zero. */
export async function arithmetic(
  shell: Shell,
  expression: ArithmeticExpression | undefined,
  expand: ExpandOperand,
  depth = 0,
): Promise<bigint> {
  if (!expression) return 0n
  if (depth > nestingMax) throw new ShellError('arithmetic syntax error', 2)
  const value = (inner: ArithmeticExpression): Promise<bigint> => arithmetic(shell, inner, expand, depth + 1)
  switch (expression.type) {
    case 'ArithmeticGroup':
      return value(expression.expression)
    case 'ArithmeticWord':
      return wordValue(shell, expression.value, expand, depth)
    case 'ArithmeticCommandExpansion':
      return textValue(shell, await expand(expression.text), expand, depth)
    case 'ArithmeticTernary':
      return value((await value(expression.test)) !== 0n ? expression.consequent : expression.alternate)
    case 'ArithmeticUnary': {
      if (expression.operator === '++' || expression.operator === '--') {
        const old = await value(expression.operand)
        const next = old + (expression.operator === '++' ? 1n : -1n)
        assign(shell, nameOf(expression.operand), `${next}`)
        return expression.prefix ? next : old
      }
      const operand = await value(expression.operand)
      return (
        { '-': -operand, '+': operand, '!': operand === 0n ? 1n : 0n, '~': ~operand }[expression.operator] ?? operand
      )
    }
    case 'ArithmeticBinary': {
      const { operator } = expression
      if (operator === '&&') return (await value(expression.left)) && (await value(expression.right)) ? 1n : 0n
      if (operator === '||') return (await value(expression.left)) || (await value(expression.right)) ? 1n : 0n
      if (/^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator)) {
        const right = await value(expression.right)
        const result = operator === '=' ? right : binary(operator.slice(0, -1), await value(expression.left), right)
        assign(shell, nameOf(expression.left), `${result}`)
        return result
      }
      return binary(operator, await value(expression.left), await value(expression.right))
    }
  }
}

/** The value of text as an expression, as `${x:offset}` and variables are read. */
export async function textValue(shell: Shell, text: string, expand: ExpandOperand, depth = 0): Promise<bigint> {
  const plain = text.trim()
  if (plain === '') return 0n
  if (/^-?(?:0x[0-9a-fA-F]+|\d+)$/.test(plain)) return numberOf(plain)
  const part = parse(`$((${plain}))`).commands[0]
  const word = part?.command.type === 'Command' ? part.command.name?.parts?.[0] : undefined
  if (word?.type !== 'ArithmeticExpansion' || !word.expression) throw new ShellError('arithmetic syntax error', 2)
  return arithmetic(shell, word.expression, expand, depth + 1)
}

async function wordValue(shell: Shell, text: string, expand: ExpandOperand, depth: number): Promise<bigint> {
  if (/^[A-Za-z_]\w*$/.test(text)) return textValue(shell, valueOf(shell, text) ?? '', expand, depth + 1)
  if (/^\d/.test(text)) {
    if (!/^(?:0x[0-9a-fA-F]+|\d+)$/.test(text)) throw new ShellError('arithmetic syntax error', 2)
    return numberOf(text)
  }
  if (depth > nestingMax) throw new ShellError('arithmetic syntax error', 2)
  return textValue(shell, await expand(text), expand, depth + 1)
}

function numberOf(text: string): bigint {
  const negative = text.startsWith('-')
  const digits = negative ? text.slice(1) : text
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  return BigInt.asIntN(64, negative ? -BigInt(octal) : BigInt(octal))
}

function nameOf(expression: ArithmeticExpression): string {
  if (expression.type === 'ArithmeticWord' && /^[A-Za-z_]\w*$/.test(expression.value)) return expression.value
  throw new ShellError('arithmetic syntax error', 2)
}

function binary(operator: string, left: bigint, right: bigint): bigint {
  if ((operator === '/' || operator === '%') && right === 0n) throw new ShellError('divide by zero', 2)
  const truth = (value: boolean): bigint => (value ? 1n : 0n)
  const operations: Record<string, () => bigint> = {
    '+': () => left + right,
    '-': () => left - right,
    '*': () => left * right,
    '/': () => left / right,
    '%': () => left % right,
    '**': () => left ** (right < 0n || right > 1024n ? 0n : right),
    '<<': () => left << (right & 63n),
    '>>': () => left >> (right & 63n),
    '&': () => left & right,
    '|': () => left | right,
    '^': () => left ^ right,
    '<': () => truth(left < right),
    '<=': () => truth(left <= right),
    '>': () => truth(left > right),
    '>=': () => truth(left >= right),
    '==': () => truth(left === right),
    '!=': () => truth(left !== right),
    ',': () => right,
  }
  const operation = operations[operator]
  if (!operation) throw new ShellError('arithmetic syntax error', 2)
  return BigInt.asIntN(64, operation())
}
