// ClusterRoleBindings. k8s: pkg/registry/rbac/clusterrolebinding/strategy.go
import { nameIsPathSegment } from '../api/names.ts'
import { clusterRoleBindings } from '../api/refs.ts'
import type { ClusterRoleBinding } from '../generated/types.ts'
import { bindingRow, defaultBinding } from './rbac/binding.ts'
import { guardBinding } from './rbac/escalation.ts'
import { validateBinding, validateRoleRefUpdate } from './rbac/validation.ts'
import { defineResource } from './resource.ts'

/** The strategy of cluster role bindings. */
export const clusterRoleBindingStrategy = defineResource<ClusterRoleBinding>({
  ref: clusterRoleBindings,
  type: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  createOnUpdate: true,
  nameRule: nameIsPathSegment,
  defaults: defaultBinding,
  guard: guardBinding,
  validate: (binding) => validateBinding(binding, false),
  validateUpdate: ({ roleRef }, old) => validateRoleRefUpdate(roleRef, old.roleRef),
  row: (binding, { now }) => bindingRow(binding, now),
})
