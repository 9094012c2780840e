// Things of one masked name, those that look alike counted.
import type { Groups } from './scenario.ts'

export function grouped<T>(seen: readonly (readonly [string, T])[]): Groups<T> {
  const byName = Map.groupBy(seen, ([name]) => name)
  return Object.fromEntries(
    [...byName]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, list]) => {
        const alike = Map.groupBy(list, ([, is]) => JSON.stringify(is))
        const rows = [...alike].toSorted(([a], [b]) => (a < b ? -1 : 1))
        return [name, rows.map(([, same]) => ({ n: same.length, is: same[0]![1] }))]
      }),
  )
}
