// The cluster did not answer a check, which says nothing about the learner's work.

/** The request that got no usable answer: no connection, a timeout, 401, 403, 429 or 5xx. */
export class ClusterError extends Error {
  /** The same request may well be answered in a moment. */
  readonly transient: boolean

  constructor(message: string, transient: boolean, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'ClusterError'
    this.transient = transient
  }
}
