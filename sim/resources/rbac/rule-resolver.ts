// The rules that apply to somebody, by the bindings that name them. k8s: pkg/registry/rbac/validation/rule.go
import { goQuoted } from '../../api/decode/json-tree.ts'
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from '../../api/refs.ts'
import { accountUsername, type UserInfo } from '../../api/user.ts'
import type {
  ClusterRoleBinding,
  PolicyRule,
  RbacSubject as Subject,
  RoleBinding,
  RoleRef,
} from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'

/** Rules that one binding gives, or why it gives none. */
export interface GrantedRules {
  rules: readonly PolicyRule[]
  /** `ClusterRoleBinding "x" of ClusterRole "y" to User "z"`. */
  source: string
  /** The role is not there. */
  error?: string
}

/** What the user may do in the namespace (everywhere, for ''), binding by binding. */
export function grantsOf(view: ClusterView, user: UserInfo, namespace: string): GrantedRules[] {
  const grants = view.list(clusterRoleBindings).flatMap((binding) => grantOf(view, user, binding, ''))
  if (namespace === '') return grants
  return [...grants, ...view.list(roleBindings, namespace).flatMap((each) => grantOf(view, user, each, namespace))]
}

function grantOf(
  view: ClusterView,
  user: UserInfo,
  binding: ClusterRoleBinding | RoleBinding,
  namespace: string,
): GrantedRules[] {
  const subject = (binding.subjects ?? []).find((each) => appliesTo(each, user, namespace))
  if (!subject) return []
  const { kind, name } = binding.roleRef
  const own = namespace === '' ? binding.metadata.name! : `${binding.metadata.name}/${namespace}`
  const type = namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding'
  const source = `${type} ${goQuoted(own)} of ${kind} ${goQuoted(name)} to ${describe(subject, namespace)}`
  const rules = rulesOfRole(view, binding.roleRef, namespace)
  return [typeof rules === 'string' ? { rules: [], source, error: rules } : { rules, source }]
}

/** The rules of the role that a binding in the namespace refers to; a sentence where there is no such role. */
export function rulesOfRole(view: ClusterView, { kind, name }: RoleRef, namespace: string): PolicyRule[] | string {
  if (kind !== 'Role' && kind !== 'ClusterRole') return `unsupported role reference kind: ${goQuoted(kind)}`
  const role = kind === 'Role' ? view.get(roles, namespace, name) : view.get(clusterRoles, '', name)
  return role ? (role.rules ?? []) : `${kind.toLowerCase()}.${roles.group} ${goQuoted(name)} not found`
}

function appliesTo(subject: Subject, user: UserInfo, namespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return user.username === subject.name
    case 'Group':
      return user.groups.includes(subject.name)
    case 'ServiceAccount': {
      const of = subject.namespace || namespace
      return of !== '' && user.username === accountUsername(of, subject.name)
    }
    default:
      return false
  }
}

function describe({ kind, name, namespace }: Subject, bindingNamespace: string): string {
  if (kind !== 'ServiceAccount') return `${kind} ${goQuoted(name)}`
  return `${kind} ${goQuoted(`${name}/${namespace || bindingNamespace}`)}`
}
