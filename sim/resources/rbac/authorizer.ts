// May they? The one answer for requests, reviews and escalation checks. k8s: plugin/pkg/auth/authorizer/rbac/rbac.go
import { privilegedGroup, type UserInfo } from '../../api/user.ts'
import type { ClusterView } from '../resource.ts'
import { ruleAllows, type AccessAttributes } from './rule-matching.ts'
import { grantsOf } from './rule-resolver.ts'

export interface Decision {
  allowed: boolean
  /** Which binding allows it, or which roles of the user's bindings are missing; '' when there is nothing to say. */
  reason: string
}

export function authorize(view: ClusterView, user: UserInfo, asked: AccessAttributes): Decision {
  if (user.groups.includes(privilegedGroup)) return { allowed: true, reason: '' }
  const grants = grantsOf(view, user, asked.namespace)
  const granting = grants.find(({ rules }) => rules.some((rule) => ruleAllows(rule, asked)))
  if (granting) return { allowed: true, reason: `RBAC: allowed by ${granting.source}` }
  const errors = resolutionErrors(grants)
  return { allowed: false, reason: errors === undefined ? '' : `RBAC: ${errors}` }
}

/** Every role that is not there, as Go joins errors; undefined when none is missing. */
export function resolutionErrors(grants: { error?: string }[]): string | undefined {
  const errors = [...new Set(grants.flatMap(({ error }) => error ?? []))]
  if (errors.length === 0) return undefined
  return errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`
}
