// What a step works with: the cluster, the run, and what has been seen so far.
import { sleep } from '../../sim/clock.ts'
import type { KubeObject } from '../../sim/api/object.ts'
import type { ReplayCluster } from './cluster.ts'
import type { Holdings } from './holdings.ts'
import type { Run } from './run.ts'
import type { Seen } from './scenario.ts'

export interface Stage extends Pick<Seen, 'answers' | 'states' | 'times'> {
  readonly cluster: ReplayCluster
  readonly holdings: Holdings
  readonly run: Run
  /** Paths of what is cluster-wide, to be deleted at the end. */
  readonly made: string[]
}

/** What a reference names: `Pod` all of the kind, `Pod/web` one, `Pod/web-*` the first whose name begins so. */
export interface Found {
  kind: string
  name?: string
  all: KubeObject[]
  one?: KubeObject
}

export function find({ holdings, run }: Stage, reference: string): Found {
  const [kind, name] = run.fill(reference).split('/') as [string, string?]
  const all = holdings.of(run, kind)
  if (name === undefined) return { kind, all }
  const one = name.endsWith('*')
    ? all.find(({ metadata }) => metadata.name!.startsWith(name.slice(0, -1)))
    : all.find(({ metadata }) => metadata.name === name)
  return { kind, name, all, ...(one ? { one } : {}) }
}

const pollMs = 50

/** Looks until it holds, at most so many seconds; tells how many passed. */
export async function until(
  { cluster: { clock } }: Stage,
  holds: () => boolean,
  limitSeconds: number,
): Promise<{ held: boolean; seconds: number }> {
  const beganMs = clock.now()
  for (;;) {
    const held = holds()
    const seconds = (clock.now() - beganMs) / 1000
    if (held || seconds > limitSeconds) return { held, seconds }
    await sleep(clock, pollMs)
  }
}

/** Waits until nothing has changed for `quietSeconds`, at most `limitSeconds`. */
export async function quiet(stage: Stage, quietSeconds: number, limitSeconds: number): Promise<void> {
  const { run, cluster } = stage
  await until(stage, () => cluster.clock.now() - run.changedMs > quietSeconds * 1000, limitSeconds)
}
