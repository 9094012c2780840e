#!/usr/bin/env node
// Chaos on a fake clock: does to a cluster whatever chance says and looks whether it always becomes what was declared.
import { parseArgs } from 'node:util'
import { runChaos } from './chaos/run.ts'

const usage = `uso: npm run chaos -- [--steps 10000] [--seed 1] [--twice] [--verbose]
  --steps    cuántos pasos
  --seed     de dónde sale el azar: la misma semilla da los mismos sucesos
  --twice    lo hace dos veces y compara todo lo escrito, byte a byte
  --verbose  cuenta cada paso`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      twice: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  })
  const options = {
    steps: whole('--steps', values.steps),
    seed: whole('--seed', values.seed),
    ...(values.verbose ? { log: (line: string) => console.log(line) } : {}),
  }
  const begun = performance.now()
  const first = await runChaos(options)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const told = `${options.steps} pasos con la semilla ${options.seed} en ${seconds} s: ${first.calms} calmas, ${first.writes} escrituras`
  console.log(told)
  for (const problem of first.problems) console.log(`  ${problem}`)
  if (!values.twice) return first.problems.length
  const { trail } = await runChaos(options)
  const at = first.trail.findIndex((line, index) => line !== trail[index])
  const same = at < 0 && trail.length === first.trail.length
  console.log(same ? 'otra vez: lo mismo, byte a byte' : `otra vez no: ${first.trail[at]} fue ${trail[at]}`)
  return first.problems.length + Number(!same)
}

function whole(option: string, text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`${option} pide un número entero mayor que 0, no «${text}»\n${usage}`)
}

try {
  process.exitCode = (await main()) === 0 ? 0 : 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
