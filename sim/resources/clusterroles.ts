// ClusterRoles. k8s: pkg/registry/rbac/clusterrole/strategy.go
import { nameIsPathSegment } from '../api/names.ts'
import { clusterRoles } from '../api/refs.ts'
import type { ClusterRole } from '../generated/types.ts'
import { guardRole } from './rbac/escalation.ts'
import { validateAggregation, validateRules } from './rbac/validation.ts'
import { defineResource } from './resource.ts'

/** The strategy of cluster roles. */
export const clusterRoleStrategy = defineResource<ClusterRole>({
  ref: clusterRoles,
  type: 'io.k8s.api.rbac.v1.ClusterRole',
  createOnUpdate: true,
  nameRule: nameIsPathSegment,
  guard: guardRole,
  validate: (role, _view, old) => [...validateRules(role.rules, false), ...validateAggregation(role, old)],
})
