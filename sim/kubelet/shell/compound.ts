// Compound commands: if, while, for, case, groups and `[[ … ]]`.
import type {
  ArithmeticFor,
  Case,
  CommandNode,
  CompoundCommand,
  CompoundList,
  For,
  If,
  TestExpression,
  While,
} from 'unbash'
import { arithmetic } from './arithmetic.ts'
import type { Evaluator } from './evaluate.ts'
import { patternSource } from './pattern.ts'
import { assign, LeaveLoop, ShellError, type Shell } from './state.ts'
import { evaluateTest } from './test-command.ts'

type Compound = Exclude<CompoundCommand, Extract<CommandNode, { type: 'ArithmeticCommand' }>>

export async function runCompound(evaluator: Evaluator, shell: Shell, node: Compound): Promise<number> {
  switch (node.type) {
    case 'If':
      return runIf(evaluator, shell, node)
    case 'While':
      return runWhile(evaluator, shell, node)
    case 'For':
      return runFor(evaluator, shell, node)
    case 'ArithmeticFor':
      return runArithmeticFor(evaluator, shell, node)
    case 'Case':
      return runCase(evaluator, shell, node)
    case 'Subshell':
      return evaluator.subshell(shell, node.body)
    case 'BraceGroup':
      return evaluator.list(shell, node.body)
    case 'TestCommand':
      return (await runTest(evaluator, shell, node.expression)) ? 0 : 1
    case 'Select':
      throw new ShellError('syntax error: unexpected "select"', 2)
  }
}

async function runIf(evaluator: Evaluator, shell: Shell, node: If): Promise<number> {
  if ((await evaluator.condition(shell, node.clause)) === 0) return evaluator.list(shell, node.then)
  for (const branch of node.elif) {
    if ((await evaluator.condition(shell, branch.clause)) === 0) return evaluator.list(shell, branch.then)
  }
  return node.else ? evaluator.list(shell, node.else) : 0
}

/** Runs a body until `step` says that there is no more; `break` and `continue` end here. */
async function loop(
  evaluator: Evaluator,
  shell: Shell,
  body: CompoundList,
  step: () => Promise<boolean>,
): Promise<number> {
  let status = 0
  shell.loops++
  try {
    while (await step()) {
      try {
        status = await evaluator.list(shell, body)
      } catch (error) {
        if (!(error instanceof LeaveLoop)) throw error
        if (error.levels > 1 && shell.loops > 1) throw new LeaveLoop(error.kind, error.levels - 1)
        status = 0
        if (error.kind === 'break') break
      }
    }
  } finally {
    shell.loops--
  }
  return status
}

function runWhile(evaluator: Evaluator, shell: Shell, node: While): Promise<number> {
  return loop(evaluator, shell, node.body, async () => {
    const status = await evaluator.condition(shell, node.clause)
    return (status === 0) === (node.kind === 'while')
  })
}

async function runFor(evaluator: Evaluator, shell: Shell, node: For): Promise<number> {
  const values = node.wordlist ? await evaluator.expander.fields(shell, node.wordlist) : [...shell.parameters]
  let next = 0
  return loop(evaluator, shell, node.body, async () => {
    if (next >= values.length) return false
    assign(shell, node.name.value, values[next++]!)
    return true
  })
}

async function runArithmeticFor(evaluator: Evaluator, shell: Shell, node: ArithmeticFor): Promise<number> {
  const value = (part: ArithmeticFor['test']): Promise<bigint> =>
    arithmetic(shell, part, (text) => evaluator.expander.operand(shell, text))
  await value(node.initialize)
  let first = true
  return loop(evaluator, shell, node.body, async () => {
    if (!first) await value(node.update)
    first = false
    return !node.test || (await value(node.test)) !== 0n
  })
}

async function runCase(evaluator: Evaluator, shell: Shell, node: Case): Promise<number> {
  const value = await evaluator.expander.text(shell, node.word)
  let falling = false
  let status = 0
  for (const item of node.items) {
    if (!falling && !(await anyMatch(evaluator, shell, value, item.pattern))) continue
    status = item.body.commands.length > 0 ? await evaluator.list(shell, item.body) : 0
    falling = item.terminator === ';&'
    if (!falling && item.terminator !== ';;&') return status
  }
  return status
}

async function anyMatch(evaluator: Evaluator, shell: Shell, value: string, patterns: Case['items'][number]['pattern']) {
  for (const pattern of patterns) {
    const source = patternSource(await evaluator.expander.pattern(shell, pattern))
    if (new RegExp(`^(?:${source})$`).test(value)) return true
  }
  return false
}

async function runTest(evaluator: Evaluator, shell: Shell, expression: TestExpression): Promise<boolean> {
  switch (expression.type) {
    case 'TestNot': {
      const value = await runTest(evaluator, shell, expression.operand)
      return expression.negations.length % 2 === 1 ? !value : value
    }
    case 'TestGroup':
      return runTest(evaluator, shell, expression.expression)
    case 'TestLogical':
      for (const operand of expression.operands) {
        const value = await runTest(evaluator, shell, operand)
        if (value !== (expression.operator === '&&')) return value
      }
      return expression.operator === '&&'
    case 'TestUnary':
      return evaluateTest(shell.process, [
        expression.operator,
        await evaluator.expander.text(shell, expression.operand),
      ])
    case 'TestBinary': {
      const left = await evaluator.expander.text(shell, expression.left)
      if (expression.operator === '=~')
        return new RegExp(await evaluator.expander.text(shell, expression.right)).test(left)
      if (['=', '==', '!='].includes(expression.operator)) {
        const source = patternSource(await evaluator.expander.pattern(shell, expression.right))
        return new RegExp(`^(?:${source})$`).test(left) === (expression.operator !== '!=')
      }
      return evaluateTest(shell.process, [
        left,
        expression.operator,
        await evaluator.expander.text(shell, expression.right),
      ])
    }
  }
}
