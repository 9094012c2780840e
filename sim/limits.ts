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
  /** Bytes of one file in a container or a volume. */
  fileBytesMax: 4 * 1024 * 1024,
  /** Bytes of all files of one container's own tree, or of one volume. */
  diskBytesMax: 16 * 1024 * 1024,
  /** Bytes of one disk when it is filled with zeros. */
  zeroBytesMax: 128 * 1024 * 1024,
  /** Processes of one container at the same time. */
  processesMax: 256,
  /** Shell commands that a container runs before it has to let some of its own time pass. */
  commandsPerSliceMax: 512,
  /** Length in bytes of one shell variable or command substitution. */
  shellValueBytesMax: 1024 * 1024,
} as const
