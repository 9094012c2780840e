// Roles. k8s: pkg/registry/rbac/role/strategy.go
import { nameIsPathSegment } from '../api/names.ts'
import { roles } from '../api/refs.ts'
import type { Role } from '../generated/types.ts'
import { guardRole } from './rbac/escalation.ts'
import { validateRules } from './rbac/validation.ts'
import { defineResource } from './resource.ts'

/** The strategy of roles. */
export const roleStrategy = defineResource<Role>({
  ref: roles,
  type: 'io.k8s.api.rbac.v1.Role',
  createOnUpdate: true,
  nameRule: nameIsPathSegment,
  guard: guardRole,
  validate: ({ rules }) => validateRules(rules, true),
})
