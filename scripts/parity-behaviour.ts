#!/usr/bin/env node
// How like a real cluster the embedded one behaves over time: replays a recording and prints the share of equal scenarios.
import { parseArgs } from 'node:util'
import { startReplayCluster } from './behaviour-parity/cluster.ts'
import { compare } from './behaviour-parity/compare.ts'
import { playAll } from './behaviour-parity/player.ts'
import { reportLines, scenarioLines, type Judged } from './behaviour-parity/report.ts'
import { readRecordings } from './behaviour-parity/scenario.ts'

const usage = `uso: npm run parity:behaviour -- FICHERO [--rate 10] [--only pod-*,ds-create] [--area probes,job] [--parallel N] [--whole]
  FICHERO     lo que hizo un cluster de verdad, un escenario por línea (behaviour.jsonl)
  --rate      cuántas veces más rápido que el real va el reloj del cluster (1: el real; max: cuanto dé la máquina)
  --only      solo esos escenarios; un nombre que acaba en * vale por los que empiezan así
  --area      solo los escenarios de esas áreas
  --parallel  cuántos a la vez (10)
  --whole     no recorta las diferencias`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rate: { type: 'string', default: '1' },
      only: { type: 'string' },
      area: { type: 'string' },
      parallel: { type: 'string', default: '10' },
      whole: { type: 'boolean', default: false },
    },
  })
  const [file] = positionals
  if (file === undefined) throw new Error(usage)
  const rate = values.rate === 'max' ? Infinity : positive('--rate', values.rate)
  const parallel = positive('--parallel', values.parallel)
  const recordings = readRecordings(file).filter(
    ({ scenario }) =>
      (values.only === undefined || values.only.split(',').some((pattern) => matches(scenario.name, pattern))) &&
      (values.area === undefined || values.area.split(',').includes(scenario.area)),
  )
  if (recordings.length === 0) throw new Error(`${file}: no hay ningún escenario así. Mira --only y --area.`)
  const cluster = await startReplayCluster(rate)
  const judged: Judged[] = []
  const byName = new Map(recordings.map((recording) => [recording.scenario, recording]))
  await playAll(cluster, [...byName.keys()], parallel, (scenario, seen) => {
    const one = { scenario, ...compare(byName.get(scenario)!, seen) }
    judged.push(one)
    console.log(scenarioLines(one, values.whole ? Infinity : 600).join('\n'))
  })
  await cluster.stop()
  for (const failure of new Set(cluster.failures)) console.error(`dentro del cluster: ${failure}`)
  console.log(reportLines(judged).join('\n'))
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

function positive(option: string, text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new Error(`${option} pide un número mayor que 0, no «${text}»`)
  return number
}

try {
  await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
