// Who applies which file: in a lab with users, each file has its own, and the rest is the administrator's.
import { asUser } from '../providers/kubeconfig.ts'
import { applyFiles } from './apply.ts'
import type { Lab } from './catalogue.ts'
import { CourseError } from './course-error.ts'
import { administrator, userOf } from './lab-user.ts'
import type { ApplyReport, WorkFile } from './session.ts'

/** The kubeconfig of one of the lab's users. Throws CourseError for a name that is none. */
export function kubeconfigOf(kubeconfig: string, { users }: Pick<Lab, 'users'>, user: string): string {
  if (user === administrator) return kubeconfig
  if (users.some(({ name }) => name === user)) return asUser(kubeconfig, user)
  const known = [administrator, ...users.map(({ name }) => name)].join(', ')
  throw new CourseError('unknown-user', `En este laboratorio no hay nadie que se llame «${user}».`, `Están: ${known}.`)
}

/** Applies files in their order, each as its own user, or all as the one that is named. */
export async function applyAs(
  kubeconfig: string,
  lab: Pick<Lab, 'users'>,
  files: WorkFile[],
  user?: string,
): Promise<ApplyReport> {
  const groups: { user: string; files: WorkFile[] }[] = []
  for (const file of files) {
    const own = user ?? userOf(lab.users, file.name)
    const last = groups.at(-1)
    if (last?.user === own) last.files.push(file)
    else groups.push({ user: own, files: [file] })
  }
  const reports: ApplyReport[] = []
  for (const group of groups) {
    reports.push(await applyFiles(kubeconfigOf(kubeconfig, lab, group.user), group.files))
  }
  const documents = reports.flatMap((report) => report.documents)
  const applied = documents.some(({ outcome }) => outcome !== 'skipped')
  return { documents, ok: applied && !documents.some(({ outcome }) => outcome === 'refused') }
}
