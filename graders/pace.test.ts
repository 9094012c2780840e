// Time that is held, against a cluster whose clock is a number: who is woken, when, and that nobody looks meanwhile.
import { expect, it } from 'vitest'
import { ClusterError } from './cluster/cluster-error.ts'
import type { ClusterConnection, Seen } from './cluster/cluster-reader.ts'
import { heldPace } from './pace.ts'

type Until = Parameters<ClusterConnection['runClock']>[0]

/** A cluster in which something changes behind `/pods` at these instants. */
function clusterWith(changesAt: number[]): { cluster: ClusterConnection; runs: Until[]; now: () => number } {
  let now = 0
  const runs: Until[] = []
  const runClock: ClusterConnection['runClock'] = (until) => {
    runs.push(until)
    const begun = now
    const news = changesAt.find((at) => at > Number(until.since) && until.paths.includes('/pods'))
    const end = begun + until.withinMs
    now = news !== undefined && news <= end ? Math.max(news, begun + until.afterMs) : end
    const changed = news !== undefined && news <= now ? ['/pods'] : []
    return Promise.resolve({ now, passedMs: now - begun, changed, resourceVersion: String(now) })
  }
  return { cluster: { runClock } as ClusterConnection, runs, now: () => now }
}

const seen = (paths: string[], live = false): Seen => ({ paths: new Set(paths), live })
const { signal } = new AbortController()

it('wakes whom the news is for, and leaves the others to the end of their patience', async () => {
  const { cluster, now } = clusterWith([4000])
  const pace = heldPace(cluster, '0')
  const ended: [string, number][] = []
  const watch = async (name: string, paths: string[]): Promise<void> => {
    const end = pace.begin()
    await pace.rest({ pauseMs: 1000, leftMs: 20_000, seen: seen(paths), signal })
    ended.push([name, now()])
    end()
  }
  await Promise.all([watch('pods', ['/pods']), watch('nodes', ['/nodes'])])
  expect(ended).toEqual([
    ['pods', 4000],
    ['nodes', 20_000],
  ])
})

it('looks again after a pause at what may answer otherwise at any moment', async () => {
  const { cluster, now } = clusterWith([])
  const pace = heldPace(cluster, '0')
  pace.begin()
  await pace.rest({ pauseMs: 1500, leftMs: 20_000, seen: seen([], true), signal })
  expect(now()).toBe(1500)
  await pace.rest({ pauseMs: 5000, leftMs: 300, seen: seen([], true), signal })
  expect(now()).toBe(1800)
})

it('lets no time pass while somebody looks', async () => {
  const { cluster, runs } = clusterWith([])
  const pace = heldPace(cluster, '0')
  const endLook = pace.begin()
  pace.begin()
  const rested = pace.rest({ pauseMs: 1000, leftMs: 5000, seen: seen(['/pods']), signal })
  await new Promise((resolve) => setImmediate(resolve))
  expect(runs).toEqual([])
  endLook()
  expect(await rested).toBe(true)
  expect(runs).toEqual([{ paths: ['/pods'], since: '0', afterMs: 1000, withinMs: 5000 }])
})

it('tells whoever rests that the cluster does not answer', async () => {
  const runClock = (): Promise<never> => Promise.reject(new ClusterError('connect ECONNREFUSED', true))
  const pace = heldPace({ runClock } as unknown as ClusterConnection, '0')
  pace.begin()
  await expect(pace.rest({ pauseMs: 1, leftMs: 1, seen: seen([]), signal })).rejects.toThrow('connect ECONNREFUSED')
  const gone = pace.rest({ pauseMs: 1, leftMs: 1, seen: seen([]), signal: AbortSignal.abort() })
  expect(await gone).toBe(false)
})
