// What was recommended and done lately: the brakes of an autoscaler. k8s: pkg/controller/podautoscaler/horizontal.go
import type { HPAScalingRules } from '../../generated/types.ts'

interface Recommendation {
  replicas: number
  atMs: number
}

interface ScaleEvent {
  change: number
  atMs: number
}

/** One autoscaler's memory; it lasts as long as the controller. */
export interface History {
  recommendations: Recommendation[]
  ups: ScaleEvent[]
  downs: ScaleEvent[]
}

/** k8s: --horizontal-pod-autoscaler-downscale-stabilization */
export const downWindowSeconds = 300

export function createHistory(current: number, nowMs: number): History {
  return { recommendations: [{ replicas: current, atMs: nowMs }], ups: [], downs: [] }
}

/** The highest recommendation of the window down; notes the new one. k8s: stabilizeRecommendation */
export function stabilized(history: History, replicas: number, nowMs: number): number {
  const cutoff = nowMs - downWindowSeconds * 1000
  const recent = history.recommendations.filter(({ atMs }) => atMs >= cutoff)
  const highest = Math.max(replicas, ...recent.map((one) => one.replicas))
  history.recommendations = [...recent, { replicas, atMs: nowMs }]
  return highest
}

/** Between the lowest of the window up and the highest of the window down. k8s: stabilizeRecommendationWithBehaviors */
export function stabilizedBetween(
  history: History,
  {
    current,
    desired,
    upSeconds,
    downSeconds,
  }: { current: number; desired: number; upSeconds: number; downSeconds: number },
  nowMs: number,
): number {
  const within = (seconds: number): number[] =>
    history.recommendations.filter(({ atMs }) => atMs > nowMs - seconds * 1000).map(({ replicas }) => replicas)
  const lowest = Math.min(desired, ...within(upSeconds))
  const highest = Math.max(desired, ...within(downSeconds))
  const longestMs = Math.max(upSeconds, downSeconds) * 1000
  const kept = history.recommendations.filter(({ atMs }) => atMs >= nowMs - longestMs)
  history.recommendations = [...kept, { replicas: desired, atMs: nowMs }]
  return Math.min(Math.max(current, lowest), highest)
}

/** Notes a change of size, for the policies that count by period. k8s: storeScaleEvent */
export function noteChange(
  history: History,
  rules: { up: HPAScalingRules; down: HPAScalingRules },
  { from, to }: { from: number; to: number },
  nowMs: number,
): void {
  const list = to > from ? history.ups : history.downs
  const policies = (to > from ? rules.up : rules.down).policies ?? []
  const longestMs = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds)) * 1000
  const kept = list.filter(({ atMs }) => atMs >= nowMs - longestMs)
  kept.push({ change: Math.abs(to - from), atMs: nowMs })
  if (to > from) history.ups = kept
  else history.downs = kept
}

/** How far the policies let the size go in one direction now. k8s: calculateScaleUpLimitWithScalingRules, calculateScaleDownLimitWithBehaviors */
export function limitOf(
  history: History,
  rules: HPAScalingRules,
  current: number,
  direction: 'up' | 'down',
  nowMs: number,
): number {
  if (rules.selectPolicy === 'Disabled') return current
  const proposals = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = current - changes(history.ups, periodSeconds, nowMs) + changes(history.downs, periodSeconds, nowMs)
    if (type === 'Pods') return direction === 'up' ? start + value : start - value
    return direction === 'up' ? Math.ceil(start * (1 + value / 100)) : Math.trunc(start * (1 - value / 100))
  })
  // The widest change, unless the narrowest is asked for.
  const highest = (direction === 'up') === (rules.selectPolicy !== 'Min')
  return highest ? Math.max(...proposals) : Math.min(...proposals)
}

function changes(events: ScaleEvent[], periodSeconds: number, nowMs: number): number {
  const recent = events.filter(({ atMs }) => atMs > nowMs - periodSeconds * 1000)
  return recent.reduce((sum, { change }) => sum + change, 0)
}
