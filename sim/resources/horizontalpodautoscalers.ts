// HorizontalPodAutoscalers. k8s: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go
import { path } from '../api/field-errors.ts'
import { validateNonnegative } from '../api/meta-validation.ts'
import { horizontalPodAutoscalers } from '../api/refs.ts'
import type { HorizontalPodAutoscaler } from '../generated/types.ts'
import { defaultAutoscaler } from './horizontal-pod-autoscaler/defaults.ts'
import { targetsCell } from './horizontal-pod-autoscaler/targets-cell.ts'
import { validateAutoscaler } from './horizontal-pod-autoscaler/validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'

/** The strategy of horizontal pod autoscalers. */
export const horizontalPodAutoscalerStrategy = defineResource<HorizontalPodAutoscaler>({
  ref: horizontalPodAutoscalers,
  type: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  defaults: defaultAutoscaler,
  prepareForCreate(autoscaler) {
    autoscaler.status = { desiredReplicas: 0 }
  },
  validate: (autoscaler, _view, old) => validateAutoscaler(autoscaler, old),
  status: {
    validate: ({ status }) => [
      ...validateNonnegative(status?.currentReplicas ?? 0, path('status').child('currentReplicas')),
      ...validateNonnegative(status?.desiredReplicas ?? 0, path('status').child('desiredReplicas')),
    ],
  },
  row(autoscaler, { now }) {
    const { spec, status } = autoscaler
    return [
      autoscaler.metadata.name!,
      `${spec?.scaleTargetRef.kind}/${spec?.scaleTargetRef.name}`,
      targetsCell(spec?.metrics ?? [], status?.currentMetrics ?? []),
      spec?.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
      spec?.maxReplicas ?? 0,
      status?.currentReplicas ?? 0,
      ageCell(autoscaler.metadata.creationTimestamp, now),
    ]
  },
})
