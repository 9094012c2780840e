// One look after another: what comes later is only worth a word once the first holds.
import type { ClusterReader, Finding } from './grader.ts'

type Look = (cluster: ClusterReader) => Promise<Finding>

/** The finding of `first` until it holds, then that of `next`. */
export function inOrder(first: Look, next: Look): Look {
  return async (cluster) => {
    const found = await first(cluster)
    return found.holds ? next(cluster) : found
  }
}
