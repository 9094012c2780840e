// Whose each file of a lab is. Runs in the browser too.

/** Somebody besides the administrator, as lab.yaml says. */
export interface LabUser {
  /** As the cluster knows them. */
  name: string
  /** As the page calls them. */
  title: string
  /** Names of the files that are theirs to apply. */
  files: string[]
}

/** What the page and the lab's texts call her who may do everything. */
export const administrator = 'administradora'

/** The one whose a file is; {@link administrator} for those of nobody else. */
export function userOf(users: readonly LabUser[], file: string): string {
  return users.find(({ files }) => files.includes(file))?.name ?? administrator
}
