// Every bound of the simulation, by name: nothing in it may grow without one.

export const limits = {
  /** Bytes of a request body (k8s: 3 MiB in the API server, 1.5 MiB in etcd). */
  requestBytesMax: 3 * 1024 * 1024,
  /** Changes kept for watches that start in the past, after which they get 410 Gone. */
  historyChangesMax: 20_000,
  /** Events live this long (k8s: --event-ttl). */
  eventTtlMs: 60 * 60 * 1000,
  /** Bytes of log kept for each container. */
  containerLogBytesMax: 256 * 1024,
  /** Objects of one answer when the client sets no limit. */
  listObjectsMax: 100_000,
  /** Milliseconds between bookmarks on a watch that asked for them (k8s: about a minute). */
  bookmarkIntervalMs: 60_000,
} as const
