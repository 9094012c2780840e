// RoleBindings. k8s: pkg/registry/rbac/rolebinding/strategy.go
import { nameIsPathSegment } from '../api/names.ts'
import { roleBindings } from '../api/refs.ts'
import type { RoleBinding } from '../generated/types.ts'
import { bindingRow, defaultBinding } from './rbac/binding.ts'
import { guardBinding } from './rbac/escalation.ts'
import { validateBinding, validateRoleRefUpdate } from './rbac/validation.ts'
import { defineResource } from './resource.ts'

/** The strategy of role bindings. */
export const roleBindingStrategy = defineResource<RoleBinding>({
  ref: roleBindings,
  type: 'io.k8s.api.rbac.v1.RoleBinding',
  createOnUpdate: true,
  nameRule: nameIsPathSegment,
  defaults: defaultBinding,
  guard: guardBinding,
  validate: (binding) => validateBinding(binding, true),
  validateUpdate: ({ roleRef }, old) => validateRoleRefUpdate(roleRef, old.roleRef),
  row: (binding, { now }) => bindingRow(binding, now),
})
