// HorizontalPodAutoscalers of autoscaling/v1, as older manifests have them. k8s: pkg/apis/autoscaling/v1
import type { ResourceRef } from '../../api/object.ts'
import { type Autoscaler1, autoscalerFrom1, autoscalerTo1 } from '../horizontal-pod-autoscaler/version-1.ts'
import { horizontalPodAutoscalerStrategy } from '../horizontalpodautoscalers.ts'
import { defineVersion } from './version.ts'

const ref: ResourceRef<Autoscaler1> = {
  group: 'autoscaling',
  version: 'v1',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  namespaced: true,
}

export const horizontalPodAutoscalerV1Strategy = defineVersion(horizontalPodAutoscalerStrategy, {
  ref,
  type: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  defaults({ spec }: Autoscaler1) {
    if (spec) spec.minReplicas ??= 1
  },
  toStored: autoscalerFrom1,
  fromStored: autoscalerTo1,
})
