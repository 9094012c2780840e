#!/usr/bin/env node
// How like the real scheduler the embedded one decides: replays a recording and prints the share of equal pods.
import { parseArgs } from 'node:util'
import { differences } from './scheduler-parity/compare.ts'
import { play } from './scheduler-parity/player.ts'
import { failureLines, reportLines, reportOf, type Judged } from './scheduler-parity/report.ts'
import { readScenarios, type Outcome, type Scenario } from './scheduler-parity/scenario.ts'

const usage = `uso: npm run parity:scheduler -- FICHERO [--feature preemption] [--scenario s35] [--failures N] [--json]
  FICHERO      decisiones grabadas de un planificador de verdad, un escenario por línea (scheduler.jsonl)
  --feature    solo los escenarios que tratan de eso
  --scenario   solo ese escenario
  --failures   enseña enteros los N primeros pods que difieren
  --json       el resultado como JSON`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      feature: { type: 'string' },
      scenario: { type: 'string' },
      failures: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [file] = positionals
  if (file === undefined) throw new Error(usage)
  const most = Number(values.failures ?? 0)
  if (!Number.isInteger(most) || most < 0) throw new Error(`--failures pide un número, no «${values.failures}»`)
  const scenarios = readScenarios(file).filter(
    ({ id, features }) =>
      (values.scenario === undefined || id === values.scenario) &&
      (values.feature === undefined || features.includes(values.feature)),
  )
  if (scenarios.length === 0) throw new Error(`${file}: no hay ningún escenario así. Mira --feature y --scenario.`)
  const judged: Judged[] = []
  for (const scenario of scenarios) {
    judged.push(...(await judge(scenario)))
  }
  const report = reportOf(judged)
  if (values.json) console.log(JSON.stringify(report, undefined, 2))
  else console.log([...failureLines(judged, most), ...reportLines(report)].join('\n'))
}

/** A scenario that the embedded server does not even take differs in every pod. */
async function judge(scenario: Scenario): Promise<Judged[]> {
  const { id, features, pods } = scenario
  let outcomes: Outcome[] = []
  let failure = ''
  try {
    outcomes = await play(scenario)
  } catch (error) {
    failure = (error as Error).message
  }
  return pods.map(({ manifest, outcome: real }, index) => {
    const own = outcomes[index]
    const different = own ? differences(real, own) : [{ what: 'error', real: undefined, own: failure }]
    return { scenario: id, pod: manifest.metadata.name!, features, real, differences: different }
  })
}

try {
  await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
