// What roles and bindings may say. k8s: pkg/apis/rbac/validation/validation.go
import { invalid, notSupported, path, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { hasInvalidLabelValue, validateLabelSelector } from '../../api/label-selector-validation.ts'
import { nameIsPathSegment, nameIsSubdomain } from '../../api/names.ts'
import type { ClusterRole, PolicyRule, RbacSubject as Subject, RoleRef } from '../../generated/types.ts'
import { sameValue } from '../../api/meta-validation.ts'

export const rbacGroup = 'rbac.authorization.k8s.io'

/** Every fault of the rules of a Role (`namespaced`) or a ClusterRole. */
export function validateRules(rules: readonly PolicyRule[] = [], namespaced: boolean): FieldError[] {
  return rules.flatMap((rule, index) => validateRule(rule, namespaced, path('rules').index(index)))
}

function validateRule(rule: PolicyRule, namespaced: boolean, at: FieldPath): FieldError[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule
  const errors: FieldError[] = []
  if (!verbs?.length) errors.push(required(at.child('verbs'), 'verbs must contain at least one value'))
  if (nonResourceURLs.length > 0) {
    const urls = at.child('nonResourceURLs')
    if (namespaced) errors.push(invalid(urls, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'))
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      const why = 'rules cannot apply to both regular resources and non-resource URLs'
      errors.push(invalid(urls, nonResourceURLs, why))
    }
    return errors
  }
  if (apiGroups.length === 0) {
    errors.push(required(at.child('apiGroups'), 'resource rules must supply at least one api group'))
  }
  if (resources.length === 0) {
    errors.push(required(at.child('resources'), 'resource rules must supply at least one resource'))
  }
  return errors
}

/** Every fault of what a ClusterRole gathers. */
export function validateAggregation({ aggregationRule }: ClusterRole, old: ClusterRole | undefined): FieldError[] {
  if (!aggregationRule) return []
  const at = path('aggregationRule').child('clusterRoleSelectors')
  const selectors = aggregationRule.clusterRoleSelectors ?? []
  const oldSelectors = old?.aggregationRule?.clusterRoleSelectors ?? []
  const allowInvalidLabelValue = oldSelectors.some(hasInvalidLabelValue)
  if (selectors.length === 0) {
    return [required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil')]
  }
  return selectors.flatMap((selector, index) =>
    validateLabelSelector(selector, at.index(index), { allowInvalidLabelValue }),
  )
}

/** Every fault of a binding. `namespaced` for a RoleBinding, which may refer to a Role too. */
export function validateBinding(
  binding: { roleRef: RoleRef; subjects?: Subject[] },
  namespaced: boolean,
): FieldError[] {
  const { roleRef, subjects = [] } = binding
  const at = path('roleRef')
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']
  const errors: FieldError[] = []
  if (roleRef.apiGroup !== rbacGroup) errors.push(notSupported(at.child('apiGroup'), roleRef.apiGroup, [rbacGroup]))
  if (!kinds.includes(roleRef.kind)) errors.push(notSupported(at.child('kind'), roleRef.kind ?? '', kinds))
  if (!roleRef.name) errors.push(required(at.child('name')))
  else {
    const faults = nameIsPathSegment(roleRef.name, false)
    errors.push(...faults.map((fault) => invalid(at.child('name'), roleRef.name, fault)))
  }
  return [
    ...errors,
    ...subjects.flatMap((subject, index) => validateSubject(subject, namespaced, path('subjects').index(index))),
  ]
}

function validateSubject(subject: Partial<Subject>, namespaced: boolean, at: FieldPath): FieldError[] {
  const { kind = '', name = '', namespace = '', apiGroup = '' } = subject
  const errors: FieldError[] = name === '' ? [required(at.child('name'))] : []
  if (kind === 'ServiceAccount') {
    if (name !== '') {
      errors.push(...nameIsSubdomain(name, false).map((fault) => invalid(at.child('name'), name, fault)))
    }
    if (apiGroup !== '') errors.push(notSupported(at.child('apiGroup'), apiGroup, ['']))
    if (!namespaced && namespace === '') errors.push(required(at.child('namespace')))
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== rbacGroup) errors.push(notSupported(at.child('apiGroup'), apiGroup, [rbacGroup]))
  } else errors.push(notSupported(at.child('kind'), kind, ['ServiceAccount', 'User', 'Group']))
  return errors
}

/** A binding to another role is another binding. */
export function validateRoleRefUpdate(roleRef: RoleRef, old: RoleRef): FieldError[] {
  if (sameValue(roleRef, old)) return []
  // As Go prints the internal struct.
  const shown = { APIGroup: roleRef.apiGroup, Kind: roleRef.kind, Name: roleRef.name }
  return [invalid(path('roleRef'), shown, 'cannot change roleRef')]
}
