// What a LimitRange leaves out for containers follows from what it says. k8s: pkg/apis/core/v1/defaults.go SetDefaults_LimitRangeItem
import type { LimitRange } from '../../generated/types.ts'

export function defaultLimits({ spec }: LimitRange): void {
  for (const limit of spec?.limits ?? []) {
    if (limit.type !== 'Container') continue
    limit.default = { ...limit.max, ...limit.default }
    limit.defaultRequest = { ...limit.min, ...limit.default, ...limit.defaultRequest }
  }
}
