// What RoleBindings and ClusterRoleBindings have in common: defaults and columns.
// k8s: pkg/apis/rbac/v1/defaults.go, pkg/apis/rbac/helpers.go SubjectsStrings
import type { ClusterRoleBinding, RbacSubject as Subject, RoleBinding } from '../../generated/types.ts'
import { ageCell } from '../table/age-cell.ts'
import { rbacGroup } from './validation.ts'

type Binding = RoleBinding | ClusterRoleBinding

export function defaultBinding(binding: Binding): void {
  binding.roleRef ??= { apiGroup: '', kind: '', name: '' }
  binding.roleRef.apiGroup ||= rbacGroup
  for (const subject of binding.subjects ?? []) {
    if (!subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group')) subject.apiGroup = rbacGroup
  }
}

export function bindingRow(binding: Binding, now: number): (string | number | boolean | null)[] {
  const { metadata, roleRef, subjects = [] } = binding
  const named = (kind: string, show: (subject: Subject) => string): string =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map(show)
      .join(', ')
  return [
    metadata.name!,
    `${roleRef.kind}/${roleRef.name}`,
    ageCell(metadata.creationTimestamp, now),
    named('User', ({ name }) => name),
    named('Group', ({ name }) => name),
    named('ServiceAccount', ({ name, namespace }) => `${namespace ?? ''}/${name}`),
  ]
}
