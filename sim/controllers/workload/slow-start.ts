// Many calls, few at first: when the first fails the rest would fail alike. k8s: pkg/controller/replicaset slowStartBatch

/** Runs `call` up to `count` times, in batches of 1, 2, 4, …; after a batch with a failure rejects with the first. */
export async function slowStart(count: number, call: () => Promise<void>): Promise<void> {
  let remaining = count
  for (let batch = Math.min(remaining, 1); batch > 0; batch = Math.min(2 * batch, remaining)) {
    const results = await Promise.allSettled(Array.from({ length: batch }, call))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    remaining -= batch
  }
}
