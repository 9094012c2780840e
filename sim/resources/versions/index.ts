// More versions of some resources: clients may ask for these, the cluster's own parts do not.
import type { ResourceStrategy } from '../resource.ts'
import { eventV1Strategy } from './events.ts'
import { horizontalPodAutoscalerV1Strategy } from './horizontalpodautoscalers.ts'

export const otherVersions: ResourceStrategy[] = [horizontalPodAutoscalerV1Strategy, eventV1Strategy]
