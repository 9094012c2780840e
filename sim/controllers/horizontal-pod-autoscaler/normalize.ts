// What of a wish becomes a size: window, rate and bounds. k8s: pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas
import type { HorizontalPodAutoscaler, HPAScalingRules } from '../../generated/types.ts'
import type { Conditions } from './conditions.ts'
import { downWindowSeconds, limitOf, stabilized, stabilizedBetween, type History } from './history.ts'

export interface Wish {
  current: number
  desired: number
  minReplicas: number
  maxReplicas: number
}

interface Limited {
  replicas: number
  reason: string
}

const messages: Record<string, string> = {
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate',
  ScaleDownLimit: 'the desired replica count is decreasing faster than the maximum scale rate',
  TooManyReplicas: 'the desired replica count is more than the maximum replica count',
  TooFewReplicas: 'the desired replica count is less than the minimum replica count',
  DesiredWithinRange: 'the desired count is within the acceptable range',
  ScaleUpStabilized: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
  ScaleDownStabilized:
    'recent recommendations were higher than current one, applying the highest recent recommendation',
  ReadyForNewScale: 'recommended size matches current size',
}

/** The rules of a behavior, the window down filled in; undefined where the autoscaler has none. */
export function rulesOf({ spec }: HorizontalPodAutoscaler): { up: HPAScalingRules; down: HPAScalingRules } | undefined {
  const { scaleUp, scaleDown } = spec?.behavior ?? {}
  if (!scaleUp || !scaleDown) return undefined
  return {
    up: scaleUp,
    down: { ...scaleDown, stabilizationWindowSeconds: scaleDown.stabilizationWindowSeconds ?? downWindowSeconds },
  }
}

/** The size to have now; says why in `conditions` and notes the wish in `history`. */
export function normalize(
  autoscaler: HorizontalPodAutoscaler,
  wish: Wish,
  { history, conditions, nowMs }: { history: History; conditions: Conditions; nowMs: number },
): number {
  const rules = rulesOf(autoscaler)
  const { current, desired } = wish
  const upSeconds = rules?.up.stabilizationWindowSeconds ?? 0
  const settled = rules
    ? stabilizedBetween(
        history,
        { current, desired, upSeconds, downSeconds: rules.down.stabilizationWindowSeconds ?? downWindowSeconds },
        nowMs,
      )
    : stabilized(history, desired, nowMs)
  const held = rules && desired >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized'
  say(conditions, 'AbleToScale', 'True', settled === desired ? 'ReadyForNewScale' : held)
  const settledWish = { ...wish, desired: settled }
  const { replicas, reason } = rules ? byRules(settledWish, rules, history, nowMs) : byDefault(settledWish)
  say(conditions, 'ScalingLimited', replicas === settled ? 'False' : 'True', reason)
  return replicas
}

function say(
  conditions: Conditions,
  type: 'AbleToScale' | 'ScalingLimited',
  status: 'True' | 'False',
  reason: string,
): void {
  conditions.set(type, { status, reason, message: messages[reason]! })
}

function byDefault({ current, desired, minReplicas, maxReplicas }: Wish): Limited {
  const upLimit = Math.max(2 * current, 4)
  if (desired < minReplicas) return { replicas: minReplicas, reason: 'TooFewReplicas' }
  const highest = Math.min(maxReplicas, upLimit)
  if (desired > highest)
    return { replicas: highest, reason: maxReplicas > upLimit ? 'ScaleUpLimit' : 'TooManyReplicas' }
  return { replicas: desired, reason: 'DesiredWithinRange' }
}

function byRules(
  { current, desired, minReplicas, maxReplicas }: Wish,
  rules: { up: HPAScalingRules; down: HPAScalingRules },
  history: History,
  nowMs: number,
): Limited {
  if (desired > current) {
    const limit = Math.max(limitOf(history, rules.up, current, 'up', nowMs), current)
    const highest = Math.min(maxReplicas, limit)
    if (desired > highest)
      return { replicas: highest, reason: maxReplicas > limit ? 'ScaleUpLimit' : 'TooManyReplicas' }
  } else if (desired < current) {
    const limit = Math.min(limitOf(history, rules.down, current, 'down', nowMs), current)
    const lowest = Math.max(minReplicas, limit)
    if (desired < lowest) return { replicas: lowest, reason: minReplicas < limit ? 'ScaleDownLimit' : 'TooFewReplicas' }
  }
  return { replicas: desired, reason: 'DesiredWithinRange' }
}
