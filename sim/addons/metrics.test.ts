import { describe, expect, it } from 'vitest'
import { quantityMilliValue } from '../api/quantity.ts'
import { apiServices, deployments, horizontalPodAutoscalers } from '../api/refs.ts'
import { testNodes, type TestNodes } from '../kubelet/fixture.ts'
import { applyAddons } from './apply.ts'

async function cluster(): Promise<TestNodes> {
  const nodes = await testNodes(['node-1', 'node-2'], { controllers: true })
  await applyAddons(nodes.client, { ingress: false, storage: false, dns: false, metrics: true })
  return nodes
}

const busy = (limit: string, script: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: c
        image: busybox:1.36
        command: [sh, -c, '${script}']
        resources: {requests: {cpu: 100m}, limits: {cpu: "${limit}"}}
`

interface Used {
  items: { metadata: { name: string }; window: string; containers: { usage: { cpu: string; memory: string } }[] }[]
}

async function used(nodes: TestNodes): Promise<Used> {
  return (await (await nodes.ask('/apis/metrics.k8s.io/v1beta1/namespaces/default/pods')).json()) as Used
}

describe('metrics-server', () => {
  it('is not available before it has measured twice', async () => {
    const nodes = await cluster()
    const told = async (): Promise<string> => {
      const service = await nodes.client.get(apiServices, '', 'v1beta1.metrics.k8s.io')
      const [condition] = service?.status?.conditions ?? []
      return `${condition?.status} ${condition?.reason}: ${condition?.message}`
    }
    await nodes.clock.advance(5000)
    expect(await told()).toBe(
      'False MissingEndpoints: endpointslices for service/metrics-server in "kube-system" have no addresses with port name "https"',
    )
    const early = await nodes.ask('/apis/metrics.k8s.io/v1beta1/nodes')
    expect([early.status, await early.text()]).toEqual([503, 'service unavailable\n'])
    await nodes.clock.advance(30_000)
    expect(await told()).toBe('True Passed: all checks passed')
    expect(nodes.errors).toEqual([])
  })

  it('measures every node, also one where a container starts as it is asked', async () => {
    const nodes = await cluster()
    await nodes.clock.advance(60_000)
    const answer = await nodes.ask('/apis/metrics.k8s.io/v1beta1/nodes')
    const { items } = (await answer.json()) as { items: { metadata: { name: string }; usage: { cpu: string } }[] }
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['node-1', 'node-2'])
    for (const { usage } of items) expect(quantityMilliValue(usage.cpu)).toBeGreaterThan(0)
  })

  it.each([
    ['yes up to its limit', '500m', 'yes > /dev/null', 480, 500],
    ['yes on one core', '2', 'yes > /dev/null', 970, 1001],
    ['two programs on two cores', '2', 'yes > /dev/null & while :; do :; done', 1900, 2000],
    ['a sleeper next to nothing', '1', 'while sleep 1; do :; done', 0, 3],
  ])('measures %s', async (_what, limit, script, least, most) => {
    const nodes = await cluster()
    await nodes.apply(busy(limit, script))
    await nodes.clock.advance(75_000)
    const { items } = await used(nodes)
    const thousandths = Number(quantityMilliValue(items[0]!.containers[0]!.usage.cpu))
    expect(thousandths).toBeGreaterThanOrEqual(least)
    expect(thousandths).toBeLessThanOrEqual(most)
    expect(items[0]!.window).toBe('15s')
  })

  it('feeds an autoscaler: the load goes up, so does the size', async () => {
    const nodes = await cluster()
    await nodes.apply(busy('200m', 'yes > /dev/null'))
    await nodes.apply(`
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 1
  maxReplicas: 4
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
`)
    await nodes.clock.advance(120_000)
    expect((await nodes.client.get(deployments, 'default', 'web'))?.spec?.replicas).toBe(4)
    await nodes.clock.advance(60_000)
    const autoscaler = await nodes.client.get(horizontalPodAutoscalers, 'default', 'web')
    expect(autoscaler?.status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toEqual([
      'AbleToScale=True ReadyForNewScale',
      'ScalingActive=True ValidMetricFound',
      'ScalingLimited=True TooManyReplicas',
    ])
    expect(nodes.errors).toEqual([])
  })
})
