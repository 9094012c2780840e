'use client'
// As whom the file in the editor is applied.
import { administrator, type LabUser } from '../../../../course/lab-user.ts'
import styles from '../lab.module.css'

export function UserChoice({
  users,
  value,
  onChoose,
}: {
  users: LabUser[]
  value: string
  onChoose: (user: string) => void
}) {
  return (
    <label className={styles.userChoice}>
      Aplicar como{' '}
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        <option value={administrator}>{administrator}</option>
        {users.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
