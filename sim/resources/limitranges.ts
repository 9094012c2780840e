// LimitRanges. k8s: pkg/registry/core/limitrange/strategy.go
import { limitRanges } from '../api/refs.ts'
import type { LimitRange } from '../generated/types.ts'
import { defaultLimits } from './limit-range/defaults.ts'
import { validateLimitRange } from './limit-range/validation.ts'
import { defineResource } from './resource.ts'

/** The strategy of limit ranges. */
export const limitRangeStrategy = defineResource<LimitRange>({
  ref: limitRanges,
  type: 'io.k8s.api.core.v1.LimitRange',
  createOnUpdate: true,
  defaults: defaultLimits,
  prepareForCreate({ metadata }) {
    if (!metadata.name && metadata.uid) metadata.name = metadata.uid
  },
  validate: ({ spec }) => validateLimitRange(spec?.limits ?? []),
})
