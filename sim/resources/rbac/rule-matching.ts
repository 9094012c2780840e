// Does a rule allow a request? k8s: pkg/apis/rbac/v1/evaluation_helpers.go, plugin/pkg/auth/authorizer/rbac/rbac.go RuleAllows
import type { PolicyRule } from '../../generated/types.ts'

/** What somebody wants to do. `resource` '' for a path that is no resource. */
export interface AccessAttributes {
  /** `get`, `list`, `create`…; the method in lower case where it is about a path. */
  verb: string
  group: string
  resource: string
  subresource: string
  namespace: string
  name: string
  /** Of a request for no resource: `/healthz`. */
  path: string
}

/** A request for a resource, everything left out being ''. */
export function resourceAccess(attributes: Partial<AccessAttributes>): AccessAttributes {
  return { verb: '', group: '', resource: '', subresource: '', namespace: '', name: '', path: '', ...attributes }
}

export function ruleAllows(rule: PolicyRule, asked: AccessAttributes): boolean {
  if (!includes(rule.verbs, asked.verb)) return false
  if (asked.resource === '') return (rule.nonResourceURLs ?? []).some((url) => urlMatches(url, asked.path))
  const { resourceNames = [] } = rule
  return (
    includes(rule.apiGroups, asked.group) &&
    (rule.resources ?? []).some((resource) => resourceMatches(resource, asked)) &&
    (resourceNames.length === 0 || resourceNames.includes(asked.name))
  )
}

function includes(list: readonly string[] = [], value: string): boolean {
  return list.includes('*') || list.includes(value)
}

function resourceMatches(rule: string, { resource, subresource }: AccessAttributes): boolean {
  if (rule === '*') return true
  if (subresource === '') return rule === resource
  return rule === `${resource}/${subresource}` || rule === `*/${subresource}`
}

function urlMatches(rule: string, path: string): boolean {
  if (rule === '*' || rule === path) return true
  return rule.endsWith('*') && path.startsWith(rule.replace(/\*+$/, ''))
}
