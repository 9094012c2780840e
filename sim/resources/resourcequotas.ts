// ResourceQuotas. k8s: pkg/registry/core/resourcequota/strategy.go
import { resourceQuotas } from '../api/refs.ts'
import type { ResourceQuota } from '../generated/types.ts'
import { validateQuotaSpec, validateQuotaStatus, validateQuotaUpdate } from './quota/validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'

/** The strategy of resource quotas. */
export const resourceQuotaStrategy = defineResource<ResourceQuota>({
  ref: resourceQuotas,
  type: 'io.k8s.api.core.v1.ResourceQuota',
  prepareForCreate(quota) {
    quota.status = {}
  },
  validate: ({ spec = {} }) => validateQuotaSpec(spec),
  validateUpdate: validateQuotaUpdate,
  status: { validate: validateQuotaStatus },
  row(quota, { now }) {
    const { hard = {}, used = {} } = quota.status ?? {}
    const shown = (names: string[]): string =>
      names.map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`).join(', ')
    const names = Object.keys(hard).toSorted()
    const limits = names.filter((name) => name.startsWith('limits.'))
    const requests = names.filter((name) => !name.startsWith('limits.'))
    return [quota.metadata.name!, shown(requests), shown(limits), ageCell(quota.metadata.creationTimestamp, now)]
  },
})
