// What a person is told when the course cannot do what was asked.

/** A user's or author's mistake, not the program's: its message is a Spanish sentence for people, `remedy` the way out. */
export class CourseError extends Error {
  /** Stable and kebab-case, for machines: `unknown-lab`. */
  readonly code: string
  /** Spanish: what to do now. */
  readonly remedy: string

  constructor(code: string, message: string, remedy: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CourseError'
    this.code = code
    this.remedy = remedy
  }
}
