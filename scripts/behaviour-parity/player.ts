// Plays scenarios on a cluster, each in a namespace of its own, and tells what was seen.
import { sleep } from '../../sim/clock.ts'
import type { Node } from '../../sim/generated/types.ts'
import type { ReplayCluster } from './cluster.ts'
import { openHoldings, type Holdings } from './holdings.ts'
import { createRun, type Run } from './run.ts'
import { grouped } from './grouping.ts'
import type { Scenario, Seen } from './scenario.ts'
import { eventsOf } from './seen-events.ts'
import { quiet, type Stage } from './stage.ts'
import { playStep } from './steps.ts'

/** Plays them all, the longest first, `parallel` at a time; those that touch nodes alone, at the end. */
export async function playAll(
  cluster: ReplayCluster,
  scenarios: readonly Scenario[],
  parallel: number,
  done: (scenario: Scenario, seen: Seen) => void,
): Promise<void> {
  const holdings = await openHoldings(cluster)
  await sleep(cluster.clock, 1000)
  const nodes = await readyNodes(cluster)
  let played = 0
  const go = async (scenario: Scenario): Promise<void> => {
    const namespace = `b-${scenario.name.slice(0, 24)}-${(0xa000 + played++).toString(16)}`
    done(scenario, await play(cluster, holdings, createRun(scenario, namespace, nodes, cluster.clock.now())))
  }
  const queue = scenarios.filter(({ exclusive }) => !exclusive).toSorted((a, b) => (b.long ?? 0) - (a.long ?? 0))
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) await go(next)
  }
  await Promise.all(Array.from({ length: parallel }, lane))
  for (const scenario of scenarios.filter(({ exclusive }) => exclusive)) await go(scenario)
}

async function readyNodes(cluster: ReplayCluster): Promise<string[]> {
  const { items } = (await cluster.call('GET', '/api/v1/nodes')).body as { items: Node[] }
  return items
    .filter(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'))
    .map(({ metadata }) => metadata.name!)
    .toSorted()
}

async function play(cluster: ReplayCluster, holdings: Holdings, run: Run): Promise<Seen> {
  const { scenario, namespace } = run
  const { clock } = cluster
  holdings.runs.add(run)
  const stage: Stage = { cluster, holdings, run, made: [], answers: [], states: [], times: [] }
  await cluster.call('POST', '/api/v1/namespaces', { metadata: { name: namespace, labels: scenario.namespaceLabels } })
  for (let tries = 0; tries < 100 && !isFurnished(holdings, namespace); tries++) await sleep(clock, 100)
  for (const [index, step] of scenario.steps.entries()) {
    const [act] = Object.keys(step)
    const at = `${index + 1} ${act}`
    try {
      await playStep(stage, step, at)
    } catch (error) {
      stage.answers.push({ at, error: run.masks.text((error as Error).message) })
    }
  }
  await quiet(stage, 1.5, 5)
  const { answers, states, times } = stage
  const rows = [...run.rows.values()].map(({ name, texts }) => [run.masks.text(name), texts] as const)
  const seen = { answers, states, times, events: eventsOf(run), watch: grouped(rows) }
  holdings.runs.delete(run)
  for (const path of stage.made) await cluster.call('DELETE', path, { propagationPolicy: 'Background' })
  await cluster.call('DELETE', `/api/v1/namespaces/${namespace}`)
  if (scenario.exclusive) await sleep(clock, 3000)
  return seen
}

function isFurnished(holdings: Holdings, namespace: string): boolean {
  return (
    holdings.has('ServiceAccount', namespace, 'default') && holdings.has('ConfigMap', namespace, 'kube-root-ca.crt')
  )
}
