// The sentence of a pod that fits nowhere. Pure. k8s: pkg/scheduler/framework/types.go FitError

/** No node at all. */
export const noNodes = 'no nodes available to schedule pods'
/** What follows when a rule refused the pod before any node was looked at. */
export const noPostFilter = 'not found'

const messageMax = 1024

/**
 * @param total nodes of the cluster
 * @param reasons every reason of every node that was looked at; or one sentence when the pod was refused as a whole
 * @param tail what preemption had to say
 */
export function fitMessage(total: number, reasons: readonly string[] | string, tail: string): string {
  const why = typeof reasons === 'string' ? ` ${reasons}.` : histogram(reasons)
  return `0/${total} nodes are available:${why}${tail ? ` ${tail}` : ''}`
}

/** `2 Insufficient cpu, 1 Too many pods.`, sorted as text with the count in front. */
function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted()
  return parts.length > 0 ? ` ${parts.join(', ')}.` : ''
}

/** As much as an event holds. */
export function truncated(message: string): string {
  const suffix = ' ...'
  return message.length <= messageMax ? message : message.slice(0, messageMax - suffix.length) + suffix
}
