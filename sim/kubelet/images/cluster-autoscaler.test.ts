import { describe, expect, it } from 'vitest'
import { configMaps, deployments, events, nodes } from '../../api/refs.ts'
import { testNodes, type TestNodes } from '../fixture.ts'

const autoscaler = (flags: string[] = [], nodes = '0:3:trabajo'): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: maquinas, namespace: kube-system}
data: {maquinas.yaml: 'trabajo: {cpu: "2", memory: 4Gi, labels: {disco: rapido}}'}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cluster-autoscaler, namespace: kube-system}
spec:
  selector: {matchLabels: {app: cluster-autoscaler}}
  template:
    metadata: {labels: {app: cluster-autoscaler}}
    spec:
      containers:
      - name: cluster-autoscaler
        image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0
        command: [/cluster-autoscaler, --nodes=${nodes}, --cloud-config=/etc/m/maquinas.yaml, --scale-down-delay-after-add=1m, --scale-down-unneeded-time=1m${flags.map((flag) => `, ${flag}`).join('')}]
        volumeMounts: [{name: m, mountPath: /etc/m}]
      volumes: [{name: m, configMap: {name: maquinas}}]
`

const web = (replicas: number, cpu: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: c, image: "busybox:1.36", command: [sleep, "100000"], resources: {requests: {cpu: "${cpu}"}}}]
`

async function told(t: TestNodes, reason: string): Promise<string[]> {
  const { items } = await t.client.list(events, '')
  return [...new Set(items.filter((event) => event.reason === reason).map(({ message }) => message!))]
}

async function names(t: TestNodes): Promise<string[]> {
  return (await t.client.list(nodes, '')).items.map(({ metadata }) => metadata.name!.replace(/-[0-9a-f]{5}$/, '-x'))
}

async function scale(t: TestNodes, replicas: number): Promise<void> {
  await t.client.patch(deployments, 'default', 'web', { kind: 'merge', body: { spec: { replicas } } })
}

describe('cluster-autoscaler', () => {
  it('brings as many machines as waiting pods need, up to its maximum, and lets them go again', async () => {
    const t = await testNodes(['node-1'], { controllers: true })
    await t.apply(autoscaler())
    await t.apply(web(6, '1500m'))
    await t.clock.advance(60_000)
    expect(await names(t)).toEqual(['node-1', 'trabajo-x', 'trabajo-x', 'trabajo-x'])
    expect(await told(t, 'TriggeredScaleUp')).toEqual(['pod triggered scale-up: [{trabajo 0->3 (max: 3)}]'])
    expect(await told(t, 'NotTriggerScaleUp')).toEqual(["pod didn't trigger scale-up: 1 max node group size reached"])
    expect(await told(t, 'ScaledUpGroup')).toEqual([
      'Scale-up: setting group trabajo size to 3 instead of 0 (max: 3)',
      'Scale-up: group trabajo size set to 3 instead of 0 (max: 3)',
    ])
    expect((await t.client.get(deployments, 'default', 'web'))?.status?.readyReplicas).toBe(4)
    await scale(t, 1)
    await t.clock.advance(180_000)
    expect(await names(t)).toEqual(['node-1'])
    expect(t.errors).toEqual([])
  })

  it('leaves alone what no machine of its group could hold', async () => {
    const t = await testNodes(['node-1'], { controllers: true })
    await t.apply(autoscaler())
    await t.apply(web(1, '3'))
    await t.clock.advance(30_000)
    expect(await told(t, 'NotTriggerScaleUp')).toEqual(["pod didn't trigger scale-up: 1 Insufficient cpu"])
    expect(await names(t)).toEqual(['node-1'])
  })

  it('keeps its minimum, and moves pods together before it takes a machine away', async () => {
    const t = await testNodes(['node-1'], { controllers: true })
    await t.apply(autoscaler(['--enforce-node-group-min-size=true'], '1:3:trabajo'))
    await t.clock.advance(50_000)
    expect(await names(t)).toEqual(['node-1', 'trabajo-x'])
    await t.apply(web(3, '1200m'))
    await t.clock.advance(60_000)
    expect((await names(t)).length).toBe(3)
    await t.client.patch(deployments, 'default', 'web', {
      kind: 'strategic',
      body: { spec: { template: { spec: { containers: [{ name: 'c', resources: { requests: { cpu: '100m' } } }] } } } },
    })
    await t.clock.advance(300_000)
    expect(await names(t)).toEqual(['node-1', 'trabajo-x'])
    expect((await t.client.get(deployments, 'default', 'web'))?.status?.readyReplicas).toBe(3)
    const status = await t.client.get(configMaps, 'kube-system', 'cluster-autoscaler-status')
    expect(status?.data?.['status']).toContain('cloudProviderTarget: 1\n    minSize: 1\n    maxSize: 3')
    expect(t.errors).toEqual([])
  })

  it('says what it cannot start with', async () => {
    const t = await testNodes(['node-1'], { controllers: true })
    await t.apply(autoscaler([], '5:3:trabajo'))
    await t.clock.advance(5000)
    const { status } = (await t.client.get(deployments, 'kube-system', 'cluster-autoscaler'))!
    expect(status?.availableReplicas ?? 0).toBe(0)
  })
})
