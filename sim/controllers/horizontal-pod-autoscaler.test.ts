import { describe, expect, it } from 'vitest'
import { deployments, events, horizontalPodAutoscalers, pods, serviceAccounts } from '../api/refs.ts'
import { timestamp } from '../clock.ts'
import type { HorizontalPodAutoscalerSpec } from '../generated/types.ts'
import { serverFixture } from './fixture.ts'
import { createHorizontalPodAutoscalerController } from './horizontal-pod-autoscaler.ts'

type Target = Partial<HorizontalPodAutoscalerSpec>
const cpu = (percent: number): Target['metrics'] => [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } },
]

/** A Deployment `web` without a controller: the test makes its pods, each using `uses` thousandths of a CPU and requesting 100. */
async function world(spec: Target, { replicas = 1, metrics = true } = {}) {
  let uses = 0
  const missing = new Set<string>()
  const room = await serverFixture((context, resources) =>
    createHorizontalPodAutoscalerController(context, {
      resources,
      async ask(path) {
        if (!metrics || !path.startsWith('/apis/metrics.k8s.io/v1beta1/namespaces/default/pods?labelSelector=app')) {
          return new Response(null, { status: 404 })
        }
        const { items } = await context.client.list(pods, 'default')
        const sampled = items.filter(({ metadata }) => !missing.has(metadata.name!))
        return Response.json({
          items: sampled.map(({ metadata }) => ({
            metadata,
            timestamp: timestamp(context.clock.now()),
            window: '15.02s',
            containers: [{ name: 'c', usage: { cpu: `${uses}m`, memory: '20Mi' } }],
          })),
        })
      },
    }),
  )
  const { client, clock } = room
  await client.create(serviceAccounts, { metadata: { name: 'default', namespace: 'default' } })
  const containers = [{ name: 'c', image: 'busybox', resources: { requests: { cpu: '100m' } } }]
  const labels = { app: 'web' }
  const template = { metadata: { labels }, spec: { containers } }
  const metadata = { name: 'web', namespace: 'default' }
  await client.create(deployments, { metadata, spec: { replicas, selector: { matchLabels: labels }, template } })
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
  await client.create(horizontalPodAutoscalers, { metadata, spec: { maxReplicas: 10, scaleTargetRef, ...spec } })
  let made = 0
  async function settlePods(): Promise<void> {
    const wanted = (await client.get(deployments, 'default', 'web'))!.spec!.replicas!
    const { items } = await client.list(pods, 'default')
    for (const pod of items.slice(wanted))
      await client.delete(pods, 'default', pod.metadata.name!, { gracePeriodSeconds: 0 })
    for (let count = items.length; count < wanted; count++) {
      const started = timestamp(clock.now() - 600_000)
      const pod = await client.create(pods, {
        metadata: { name: `web-${++made}`, namespace: 'default', labels },
        spec: { containers },
      })
      const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: started }]
      await client.updateStatus(pods, { ...pod, status: { phase: 'Running', startTime: started, conditions } })
    }
  }
  await settlePods()
  return {
    ...room,
    missing,
    use: (thousandths: number) => void (uses = thousandths),
    /** Lets that many rounds pass. */
    async rounds(count = 1) {
      for (let round = 0; round < count; round++) {
        await clock.advance(15_000)
        await settlePods()
      }
    },
    replicas: async () => (await client.get(deployments, 'default', 'web'))!.spec!.replicas,
    status: async () => (await client.get(horizontalPodAutoscalers, 'default', 'web'))!.status!,
    async told() {
      const { items } = await client.list(events, 'default')
      return items.map(({ type, reason, message }) => `${type} ${reason}: ${message}`)
    },
  }
}

const shown = (conditions: { type: string; status: string; reason?: string; message?: string }[] = []): string[] =>
  conditions.map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`)

describe('an autoscaler', () => {
  it('says what it lacks, in the words of a cluster without metrics', async () => {
    const room = await world({ metrics: cpu(50)! }, { metrics: false })
    await room.rounds()
    const why =
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)'
    expect(await room.told()).toEqual([
      `Warning FailedGetResourceMetric: ${why}`,
      `Warning FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`,
    ])
    const { conditions, currentMetrics } = await room.status()
    expect(shown(conditions)).toEqual([
      "AbleToScale=True SucceededGetScale: the HPA controller was able to get the target's current scale",
      `ScalingActive=False FailedGetResourceMetric: the HPA was unable to compute the replica count: ${why}`,
    ])
    expect(currentMetrics).toEqual([{ type: '' }])
    expect(room.errors).toEqual([])
  })

  it('brings the size between its bounds without any metric', async () => {
    const room = await world({ minReplicas: 2 }, { metrics: false })
    await room.rounds()
    expect(await room.replicas()).toBe(2)
    expect(await room.told()).toEqual([
      'Normal SuccessfulRescale: New size: 2; reason: Current number of replicas below Spec.MinReplicas',
    ])
  })

  it('goes up at once, no further than twice as many or 4, and to its maximum', async () => {
    const room = await world({ metrics: cpu(50)!, maxReplicas: 6 })
    room.use(900)
    await room.rounds()
    expect(await room.replicas()).toBe(4)
    expect(shown((await room.status()).conditions)).toEqual([
      'AbleToScale=True SucceededRescale: the HPA controller was able to update the target scale to 4',
      'ScalingActive=True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      'ScalingLimited=True ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate',
    ])
    await room.rounds()
    expect(await room.replicas()).toBe(6)
    const { conditions, currentMetrics } = await room.status()
    expect(shown(conditions)[2]).toBe(
      'ScalingLimited=True TooManyReplicas: the desired replica count is more than the maximum replica count',
    )
    expect(currentMetrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 900, averageValue: '900m' } } },
    ])
    expect(await room.told()).toEqual([
      'Normal SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target',
      'Normal SuccessfulRescale: New size: 6; reason: cpu resource utilization (percentage of request) above target',
    ])
  })

  it('does nothing within a tenth of the target', async () => {
    const room = await world({ metrics: cpu(50)! }, { replicas: 4 })
    room.use(54)
    await room.rounds(3)
    room.use(46)
    await room.rounds(3)
    expect([await room.replicas(), await room.told()]).toEqual([4, []])
  })

  it('waits five minutes before it goes down', async () => {
    const room = await world({ metrics: cpu(50)! }, { replicas: 4 })
    room.use(50)
    await room.rounds(2)
    room.use(1)
    await room.rounds(10)
    expect(await room.replicas()).toBe(4)
    expect(shown((await room.status()).conditions)[0]).toBe(
      'AbleToScale=True ScaleDownStabilized: recent recommendations were higher than current one, applying the highest recent recommendation',
    )
    await room.rounds(11)
    expect(await room.replicas()).toBe(1)
    expect(await room.told()).toEqual(['Normal SuccessfulRescale: New size: 1; reason: All metrics below target'])
  })

  it('goes down by the policies of its behavior', async () => {
    const scaleDown = { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] }
    const room = await world({ metrics: cpu(50)!, behavior: { scaleDown } }, { replicas: 4 })
    room.use(1)
    await room.rounds()
    expect(await room.replicas()).toBe(3)
    await room.rounds(3)
    expect(await room.replicas()).toBe(3)
    expect(shown((await room.status()).conditions)[2]).toBe(
      'ScalingLimited=True ScaleDownLimit: the desired replica count is decreasing faster than the maximum scale rate',
    )
    await room.rounds(1)
    expect(await room.replicas()).toBe(2)
  })

  it('counts a pod without a sample against the change', async () => {
    const room = await world({ metrics: cpu(50)! }, { replicas: 2 })
    room.missing.add('web-2')
    room.use(90)
    await room.rounds(2)
    expect(await room.replicas()).toBe(2)
    room.use(150)
    await room.rounds(1)
    expect(await room.replicas()).toBe(3)
  })

  it('names what it cannot find', async () => {
    const reasons: string[] = []
    for (const scaleTargetRef of [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nada' },
      { apiVersion: 'apps/v1', kind: 'Deploy', name: 'web' },
      { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'web' },
    ]) {
      const room = await world({ scaleTargetRef })
      await room.rounds()
      reasons.push(...(await room.told()))
    }
    expect(reasons).toEqual([
      'Warning FailedGetScale: deployments.apps "nada" not found',
      'Warning FailedGetScale: no matches for kind "Deploy" in group "apps"',
      'Warning FailedGetScale: the server could not find the requested resource',
    ])
  })
})
