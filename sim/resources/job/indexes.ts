// Lists of completion indexes, as a Job writes them: `0,2-4`. k8s: pkg/apis/batch/validation/validation.go validateIndexesFormat

/** How many indexes a list names, or what is wrong with it. */
export function countIndexes(list: string, completions: number): number | string {
  if (list === '') return 0
  let last: number | undefined
  let total = 0
  for (const fragment of list.split(',')) {
    const interval = parseInterval(fragment, completions)
    if (typeof interval === 'string') return interval
    const [first, end] = interval
    if (last !== undefined && last >= first) return `non-increasing order, previous: ${last}, current: ${first}`
    total += end - first + 1
    last = end
  }
  return total
}

function parseInterval(fragment: string, completions: number): [number, number] | string {
  const limits = fragment.split('-')
  if (limits.length > 2) {
    return `the fragment ${JSON.stringify(fragment)} violates the requirement that an index interval can have at most two parts separated by '-'`
  }
  for (const limit of limits) {
    if (!/^[+-]?[0-9]+$/.test(limit)) return `cannot convert string to integer for index: ${JSON.stringify(limit)}`
    if (Number(limit) >= completions) return `too large index: ${JSON.stringify(limit)}`
  }
  const [first, end = first] = limits.map(Number) as [number, number?]
  if (limits.length > 1 && first >= end) return `non-increasing order, previous: ${first}, current: ${end}`
  return [first, end]
}
