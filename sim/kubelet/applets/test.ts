// `test` and `[` as a command.
import type { Program } from '../runtime/process.ts'
import { evaluateTest, TestError } from '../shell/test-command.ts'
import { complain, nameOf } from './applet.ts'

export const testProgram: Program = async (process) => {
  const args = process.args.slice(1)
  if (nameOf(process) === '[' && args.pop() !== ']') {
    await complain(process, 'missing ]')
    return 2
  }
  try {
    return evaluateTest(process, args) ? 0 : 1
  } catch (error) {
    if (!(error instanceof TestError)) throw error
    await complain(process, error.message)
    return 2
  }
}
