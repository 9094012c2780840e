// An autoscaler's conditions. k8s: pkg/controller/podautoscaler/horizontal.go setConditionInList
import { timestamp } from '../../clock.ts'
import type { HorizontalPodAutoscalerCondition } from '../../generated/types.ts'

export interface Told {
  status: 'True' | 'False'
  reason: string
  message: string
}

/** Collects what one round says, over what the last one said: a condition keeps its place, and its time while its status stands. */
export class Conditions {
  readonly list: HorizontalPodAutoscalerCondition[]
  readonly nowMs: number

  constructor(before: HorizontalPodAutoscalerCondition[] | undefined, nowMs: number) {
    this.list = structuredClone(before ?? [])
    this.nowMs = nowMs
  }

  set(type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited', { status, reason, message }: Told): void {
    const at = this.list.findIndex((condition) => condition.type === type)
    const old = this.list[at]
    const lastTransitionTime = old?.status === status ? old.lastTransitionTime : timestamp(this.nowMs)
    const condition = { type, status, reason, message, ...(lastTransitionTime ? { lastTransitionTime } : {}) }
    if (at === -1) this.list.push(condition)
    else this.list[at] = condition
  }
}
