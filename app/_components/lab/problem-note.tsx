// Something could not be done: what, and the way out.
import type { Problem } from '../../_server/answer.ts'
import styles from './lab.module.css'

export function ProblemNote({ problem }: { problem: Problem }) {
  return (
    <p className={styles.problem} role="alert">
      <b>✗ {problem.message}</b> {problem.remedy}
    </p>
  )
}
