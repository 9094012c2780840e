// Nobody gives away what they do not have, unless they may `escalate` roles or `bind` them.
// k8s: pkg/registry/rbac/{escalation_check,helpers}.go, */policybased/storage.go
import { sameValue } from '../../api/meta-validation.ts'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from '../../api/refs.ts'
import { forbidden, notFound } from '../../api/status.ts'
import { privilegedGroup, type UserInfo } from '../../api/user.ts'
import { goQuoted } from '../../api/decode/json-tree.ts'
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from '../../generated/types.ts'
import type { ClusterView, Requester } from '../resource.ts'
import { authorize } from './authorizer.ts'
import { quotedList, ruleText, uncoveredRules } from './rule-cover.ts'
import { resourceAccess } from './rule-matching.ts'
import { grantsOf, rulesOfRole } from './rule-resolver.ts'
import { resolutionErrors } from './authorizer.ts'

const everything: PolicyRule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
]

/** Throws 403 where the writer of a role lacks what it grants. */
export function guardRole(
  role: Role | ClusterRole,
  view: ClusterView,
  { user, name }: Requester,
  old?: Role | ClusterRole,
): void {
  if (isPrivileged(user) || (old && sameButForCollection(role, old))) return
  const namespaced = role.metadata.namespace !== undefined
  const ref: ResourceRef = namespaced ? roles : clusterRoles
  const namespace = role.metadata.namespace ?? ''
  const asked = resourceAccess({ verb: 'escalate', group: ref.group, resource: ref.plural, namespace, name })
  if (authorize(view, user, asked).allowed) return
  const refuse = (why: string): Error => forbidden(ref, role.metadata.name ?? '', why)
  const why = missingRights(view, user, namespace, role.rules ?? [])
  if (why !== undefined) throw refuse(why)
  if (!aggregates(role) && !(old && aggregates(old))) return
  if (missingRights(view, user, '', everything) !== undefined) {
    throw refuse('must have cluster-admin privileges to use the aggregationRule')
  }
}

function aggregates(role: Role | ClusterRole): boolean {
  return 'aggregationRule' in role && (role.aggregationRule?.clusterRoleSelectors?.length ?? 0) > 0
}

/** Throws 403 where the writer of a binding lacks what its role grants, 404 where there is no such role. */
export function guardBinding(
  binding: RoleBinding | ClusterRoleBinding,
  view: ClusterView,
  { user }: Requester,
  old?: RoleBinding | ClusterRoleBinding,
): void {
  if (isPrivileged(user) || (old && sameButForCollection(binding, old))) return
  const namespace = binding.metadata.namespace ?? ''
  const { roleRef } = binding
  const resource = roleRef.kind === 'ClusterRole' ? clusterRoles.plural : roleRef.kind === 'Role' ? roles.plural : ''
  const asked = resourceAccess({ verb: 'bind', group: roleRef.apiGroup, resource, namespace, name: roleRef.name })
  if (resource !== '' && authorize(view, user, asked).allowed) return
  const rules = rulesOfRole(view, roleRef, namespace)
  const ref: ResourceRef = namespace === '' ? clusterRoleBindings : roleBindings
  // The server's answer names the binding's resource, with the role's name.
  if (typeof rules === 'string') throw notFound(ref, roleRef.name)
  const why = missingRights(view, user, namespace, rules)
  if (why !== undefined) throw forbidden(ref, binding.metadata.name ?? '', why)
}

function isPrivileged({ groups }: UserInfo): boolean {
  return groups.includes(privilegedGroup)
}

/** What the garbage collector changes of an object that it is about to delete gives nobody anything. */
function sameButForCollection(object: KubeObject, old: KubeObject): boolean {
  const bare = ({ metadata, ...rest }: KubeObject): unknown => {
    const { ownerReferences: _o, finalizers: _f, managedFields: _m, resourceVersion: _r, ...meta } = metadata
    return { ...rest, metadata: meta }
  }
  return sameValue(bare(object), bare(old))
}

function missingRights(view: ClusterView, user: UserInfo, namespace: string, rules: PolicyRule[]): string | undefined {
  const grants = grantsOf(view, user, namespace)
  const missing = uncoveredRules(
    grants.flatMap((grant) => grant.rules),
    rules,
  )
  if (missing.length === 0) return undefined
  const lines = [...new Set(missing.map(ruleText))].toSorted()
  const errors = resolutionErrors(grants)
  return (
    `user ${goQuoted(user.username)} (groups=${quotedList(user.groups)}) is attempting to grant RBAC permissions not currently held:\n` +
    lines.join('\n') +
    (errors === undefined ? '' : `; resolution errors: [${errors}]`)
  )
}
