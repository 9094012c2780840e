// Completion indexes as a Job's status lists them: `0,2-4`. k8s: pkg/controller/job/indexed_job_utils.go orderedIntervals

/** Those below `completions`; what cannot be read is left out. */
export function parseIndexes(list: string | undefined, completions: number): Set<number> {
  const indexes = new Set<number>()
  for (const fragment of (list ?? '').split(',')) {
    const [, first, last = first] = /^([0-9]+)(?:-([0-9]+))?$/.exec(fragment) ?? []
    if (first === undefined) continue
    for (let index = Number(first); index <= Number(last) && index < completions; index++) indexes.add(index)
  }
  return indexes
}

/** Three in a row and more become an interval. */
export function formatIndexes(indexes: Iterable<number>): string {
  const parts: string[] = []
  const sorted = [...indexes].toSorted((a, b) => a - b)
  for (let at = 0; at < sorted.length;) {
    const first = sorted[at]!
    let length = 1
    while (sorted[at + length] === first + length) length++
    parts.push(String(first))
    if (length > 1) parts[parts.length - 1] += `${length > 2 ? '-' : ','}${first + length - 1}`
    at += length
  }
  return parts.join(',')
}
