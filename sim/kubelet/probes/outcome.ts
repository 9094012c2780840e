// What one execution of a probe gave.
export type Outcome =
  | { kind: 'success' }
  /** Passed, but something is to be told. */
  | { kind: 'warning'; output: string }
  | { kind: 'failure'; output: string }
  /** It could not be carried out; the result is thrown away. */
  | { kind: 'error'; output: string }
