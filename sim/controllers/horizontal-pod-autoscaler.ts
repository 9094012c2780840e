// Sets the size of a workload by what its pods use. k8s: pkg/controller/podautoscaler/horizontal.go
import { keyOf, splitKey, type ResourceRef } from '../api/object.ts'
import { horizontalPodAutoscalers, pods } from '../api/refs.ts'
import { nothing, parseSelector, type Selector } from '../api/selector.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import { timestamp } from '../clock.ts'
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus, MetricStatus, Scale } from '../generated/types.ts'
import { later, watching, type Controller } from './controller.ts'
import { Conditions } from './horizontal-pod-autoscaler/conditions.ts'
import { createHistory, noteChange, type History } from './horizontal-pod-autoscaler/history.ts'
import { createMetricsClient, type AskApi } from './horizontal-pod-autoscaler/metrics-client.ts'
import { measure, MetricError, type Measured, type MetricResult } from './horizontal-pod-autoscaler/metrics.ts'
import { normalize, rulesOf } from './horizontal-pod-autoscaler/normalize.ts'
import { findTarget, toleranceOf } from './horizontal-pod-autoscaler/target.ts'
import { messageOf } from './workload/pods.ts'
import { semanticallyEqual } from './workload/semantic.ts'

/** k8s: --horizontal-pod-autoscaler-sync-period */
const syncMs = 15_000
const updateTriesMax = 5

export interface AutoscalerOptions {
  /** Every resource that the server has. */
  resources: ResourceRef[]
  /** None: no other server answers in this API. */
  ask?: AskApi
}

/** What one round finds out before it is written. */
interface Round {
  autoscaler: HorizontalPodAutoscaler
  conditions: Conditions
  history: History
  scale: Scale
  current: number
}

interface Wanted {
  replicas: number
  reason: string
  statuses: MetricStatus[]
  /** False when the size is not looked at: the target was set to zero by hand. */
  rescale: boolean
}

export function createHorizontalPodAutoscalerController(context: Context, options: AutoscalerOptions): Controller {
  const { client, clock, informers } = context
  const cache = informers.for(horizontalPodAutoscalers)
  const podCache = informers.for(pods)
  const recorder = context.recorderFor('horizontal-pod-autoscaler')
  const metrics = createMetricsClient(options.ask ?? (async () => new Response(null, { status: 404 })))
  const histories = new Map<string, History>()
  const selectors = new Map<string, Selector>()

  async function reconcile(key: string, autoscaler: HorizontalPodAutoscaler): Promise<void> {
    const conditions = new Conditions(autoscaler.status?.conditions, clock.now())
    const warn = (reason: string, message: string): void => recorder.event(autoscaler, 'Warning', reason, message)
    const { namespace = '' } = autoscaler.metadata
    const { scaleTargetRef } = autoscaler.spec!
    let found: { ref: ResourceRef; scale: Scale }
    try {
      const ref = findTarget(scaleTargetRef, options.resources)
      found = { ref, scale: (await client.getSubresource(ref, namespace, scaleTargetRef.name, 'scale')) as Scale }
    } catch (error) {
      const why = messageOf(error)
      warn('FailedGetScale', why)
      const message = `the HPA controller was unable to get the target's current scale: ${why}`
      conditions.set('AbleToScale', { status: 'False', reason: 'FailedGetScale', message })
      return write(autoscaler, { ...(autoscaler.status ?? { desiredReplicas: 0 }), conditions: conditions.list })
    }
    const { ref, scale } = found
    const message = "the HPA controller was able to get the target's current scale"
    conditions.set('AbleToScale', { status: 'True', reason: 'SucceededGetScale', message })
    const current = scale.spec?.replicas ?? 0
    const history = histories.get(key) ?? createHistory(current, clock.now())
    histories.set(key, history)
    const round: Round = { autoscaler, conditions, history, scale, current }
    const wanted = await wantedSize(key, round)
    const { desiredReplicas: desiredBefore = 0, lastScaleTime } = autoscaler.status ?? {}
    const base = { currentReplicas: current, conditions: conditions.list, ...(lastScaleTime ? { lastScaleTime } : {}) }
    if ('failed' in wanted) {
      await write(autoscaler, { ...base, desiredReplicas: desiredBefore, currentMetrics: wanted.statuses })
      return warn('FailedComputeMetricsReplicas', wanted.failed)
    }
    const { replicas, reason, statuses: currentMetrics, rescale } = wanted
    if (!rescale) return write(autoscaler, { ...base, desiredReplicas: current, currentMetrics })
    try {
      await resize(ref, round, replicas)
    } catch (error) {
      const why = messageOf(error)
      warn('FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${why}`)
      const sentence = `the HPA controller was unable to update the target scale: ${why}`
      conditions.set('AbleToScale', { status: 'False', reason: 'FailedUpdateScale', message: sentence })
      return write(autoscaler, { ...base, desiredReplicas: desiredBefore, currentMetrics })
    }
    const sentence = `the HPA controller was able to update the target scale to ${replicas}`
    conditions.set('AbleToScale', { status: 'True', reason: 'SucceededRescale', message: sentence })
    recorder.event(autoscaler, 'Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`)
    const rules = rulesOf(autoscaler)
    if (rules) noteChange(history, rules, { from: current, to: replicas }, clock.now())
    const lastTime = timestamp(clock.now())
    await write(autoscaler, { ...base, desiredReplicas: replicas, currentMetrics, lastScaleTime: lastTime })
  }

  async function wantedSize(key: string, round: Round): Promise<Wanted | { failed: string; statuses: MetricStatus[] }> {
    const { autoscaler, conditions, current, history } = round
    const { minReplicas = 1, maxReplicas } = autoscaler.spec!
    if (current === 0 && minReplicas !== 0) {
      const message = 'scaling is disabled since the replica count of the target is zero'
      conditions.set('ScalingActive', { status: 'False', reason: 'ScalingDisabled', message })
      return { replicas: 0, reason: '', statuses: [], rescale: false }
    }
    const bound = (replicas: number, reason: string): Wanted => ({ replicas, reason, statuses: [], rescale: true })
    if (current > maxReplicas) return bound(maxReplicas, 'Current number of replicas above Spec.MaxReplicas')
    if (current < minReplicas) return bound(minReplicas, 'Current number of replicas below Spec.MinReplicas')
    const measured = await measureAll(key, round)
    if ('failed' in measured) return measured
    const { replicas: desired, name, statuses } = measured
    const reason = desired > current ? `${name} above target` : 'All metrics below target'
    const nowMs = clock.now()
    const wish = { current, desired, minReplicas, maxReplicas }
    const replicas = normalize(autoscaler, wish, { history, conditions, nowMs })
    return { replicas, reason: desired === current ? '' : reason, statuses, rescale: replicas !== current }
  }

  /** The highest wish of all metrics; one that fails may not bring the size down. k8s: computeReplicasForMetrics */
  async function measureAll(
    key: string,
    { autoscaler, conditions, scale, current }: Round,
  ): Promise<
    | (Pick<MetricResult, 'replicas' | 'name'> & { statuses: MetricStatus[] })
    | { failed: string; statuses: MetricStatus[] }
  > {
    const text = scale.status?.selector ?? ''
    const fault = selectorFault(key, autoscaler, text)
    if (fault) {
      recorder.event(autoscaler, 'Warning', fault.event, fault.message)
      const message = fault.condition ?? fault.message
      conditions.set('ScalingActive', { status: 'False', reason: fault.reason, message })
      return { failed: fault.message, statuses: [] }
    }
    const of: Measured = {
      namespace: autoscaler.metadata.namespace!,
      selector: selectors.get(key)!.toString(),
      current,
      statusReplicas: scale.status?.replicas ?? 0,
      pods: selectedPods(key, autoscaler),
      nowMs: clock.now(),
      tolerances: toleranceOf(autoscaler),
    }
    const specs = autoscaler.spec!.metrics ?? []
    const statuses: MetricStatus[] = []
    const errors: MetricError[] = []
    let best: MetricResult | undefined
    for (const spec of specs) {
      try {
        const result = await measure(metrics, spec, of)
        statuses.push(result.status)
        if (!best || result.replicas > best.replicas) best = result
      } catch (error) {
        if (!(error instanceof MetricError)) throw error
        recorder.event(autoscaler, 'Warning', error.reason, error.message)
        statuses.push({ type: '' })
        errors.push(error)
      }
    }
    const [first] = errors
    if (!best || (first && best.replicas < current)) {
      const message = `the HPA was unable to compute the replica count: ${first?.message}`
      conditions.set('ScalingActive', { status: 'False', reason: first?.reason ?? '', message })
      const failed = `invalid metrics (${errors.length} invalid out of ${specs.length}), first error is: ${first?.whole}`
      return { failed, statuses }
    }
    const message = `the HPA was able to successfully calculate a replica count from ${best.name}`
    conditions.set('ScalingActive', { status: 'True', reason: 'ValidMetricFound', message })
    return { replicas: best.replicas, name: best.name, statuses }
  }

  function selectedPods(key: string, { metadata }: HorizontalPodAutoscaler) {
    const selector = selectors.get(key)!
    return podCache.list(metadata.namespace).filter((pod) => selector.matches(pod.metadata.labels))
  }

  /** k8s: validateAndParseSelector */
  function selectorFault(key: string, autoscaler: HorizontalPodAutoscaler, text: string): SelectorFault | undefined {
    if (text === '') {
      const condition = "the HPA target's scale is missing a selector"
      return { event: 'SelectorRequired', reason: 'InvalidSelector', message: 'selector is required', condition }
    }
    selectors.set(key, parseSelector(text))
    const own = selectedPods(key, autoscaler)
    const namespace = `${autoscaler.metadata.namespace}/`
    const selecting = [...selectors].filter(
      ([other, selector]) =>
        other.startsWith(namespace) && own.some(({ metadata }) => selector.matches(metadata.labels)),
    )
    if (selecting.length < 2) return undefined
    const names = selecting.map(([other]) => other).join(' ')
    const message = `pods by selector ${text} are controlled by multiple HPAs: [${names}]`
    return { event: 'AmbiguousSelector', reason: 'AmbiguousSelector', message }
  }

  async function resize(ref: ResourceRef, { autoscaler, scale }: Round, replicas: number): Promise<void> {
    let latest = scale
    for (let tried = 1; ; tried++) {
      try {
        await client.update(ref, { ...latest, metadata: latest.metadata, spec: { replicas } } as never, 'scale')
        return
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 409) || tried === updateTriesMax) throw error
        const { namespace = '' } = autoscaler.metadata
        latest = (await client.getSubresource(ref, namespace, autoscaler.spec!.scaleTargetRef.name, 'scale')) as Scale
      }
    }
  }

  async function write(autoscaler: HorizontalPodAutoscaler, status: HorizontalPodAutoscalerStatus): Promise<void> {
    if (semanticallyEqual(status, autoscaler.status)) return
    try {
      await client.updateStatus(horizontalPodAutoscalers, { ...autoscaler, status })
    } catch (error) {
      recorder.event(autoscaler, 'Warning', 'FailedUpdateStatus', messageOf(error))
    }
  }

  return {
    name: 'horizontal-pod-autoscaler',
    // Whatever changes, an autoscaler is looked at once in each period.
    watches: [
      later(
        syncMs,
        watching(horizontalPodAutoscalers, (autoscaler) => [keyOf(autoscaler)], { when: () => false }),
      ),
    ],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const autoscaler = cache.get(namespace, name)
      if (!autoscaler) {
        histories.delete(key)
        selectors.delete(key)
        return
      }
      if (!selectors.has(key)) selectors.set(key, nothing)
      try {
        await reconcile(key, autoscaler)
      } catch (error) {
        context.onError('horizontal-pod-autoscaler', error)
      }
      queue.addAfter(key, syncMs)
    },
  }
}

interface SelectorFault {
  event: string
  reason: string
  message: string
  /** What the condition says, where that is not the event's message. */
  condition?: string
}
