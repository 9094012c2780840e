// Nodes that repel, refuse and let go: NoExecute, the kubelet's admission, evictions that ask a budget.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

function bound(name: string, podExtra: string, containerExtra = '', node = '$NODE3'): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  nodeName: ${node}
  terminationGracePeriodSeconds: 0
  ${podExtra}
  containers:
  - name: c
    image: busybox:1.36
    command: [sleep, '3600']
    ${containerExtra}
---`
}

function tolerating(seconds?: number): string {
  const limit = seconds === undefined ? '' : `, tolerationSeconds: ${seconds}`
  return `tolerations: [{key: $NS, operator: Exists, effect: NoExecute${limit}}]`
}

async function isReady(world: World, name: string): Promise<boolean> {
  const { status } = await world.get('Pod', name)
  const conditions = (status['conditions'] ?? []) as { type: string; status: string }[]
  return conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True')
}

async function names(world: World): Promise<string[]> {
  return (await world.list('Pod')).map(({ metadata }) => metadata!.name!).toSorted()
}

/** A refused pod: its phase and reason, and its message without what depends on the node. */
async function refusal(world: World, name: string): Promise<unknown[]> {
  const status = await world.until(`${name} refused`, async () => {
    const found = (await world.get('Pod', name)).status
    return found['phase'] === 'Failed' && found
  })
  return [status['phase'], status['reason'], String(status['message']).replaceAll(/(used|capacity): \d+/g, '$1: <n>')]
}

export const nodeScenarios: Scenario[] = [
  {
    name: 'a node refuses what was bound to it and does not fit, and says why',
    async run(world) {
      await world.create(
        [
          bound('mucho', '', "resources: {requests: {cpu: '1000'}}"),
          bound('otro', "nodeSelector: {no-hay: 'si'}"),
          bound('nucleo', "securityContext: {sysctls: [{name: kernel.msgmax, value: '65536'}]}"),
        ].join('\n'),
      )
      const predicate = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"
      expect(await refusal(world, 'mucho')).toEqual([
        'Failed',
        'OutOfcpu',
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 1000000, used: <n>, capacity: <n>",
      ])
      expect(await refusal(world, 'otro')).toEqual(['Failed', 'NodeAffinity', `Pod was rejected: ${predicate}`])
      expect(await world.events('Pod', 'otro')).toEqual([`Warning NodeAffinity (kubelet): ${predicate}`])
      expect(await refusal(world, 'nucleo')).toEqual([
        'Failed',
        'SysctlForbidden',
        'Pod was rejected: forbidden sysctl: "kernel.msgmax" not allowlisted',
      ])
    },
  },
  {
    name: 'a port of the node goes to one pod only',
    async run(world) {
      const ports = 'ports: [{containerPort: 80, hostPort: 18473}]'
      await world.create(bound('primero', '', ports, '$NODE2'))
      await world.until('the first one ready', () => isReady(world, 'primero'))
      await world.create(bound('segundo', '', ports, '$NODE2'))
      expect(await refusal(world, 'segundo')).toEqual([
        'Failed',
        'NodePorts',
        "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
      ])
    },
  },
  {
    name: 'an eviction asks the budget, and is told no',
    async run(world) {
      await world.create(`
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: dos}
spec: {minAvailable: 1, selector: {matchLabels: {budget: dos}}}
---
${bound('a', '', '', '$NODE1').replace('{app: a}', '{budget: dos}')}
${bound('b', '', '', '$NODE2').replace('{app: b}', '{budget: dos}')}`)
      await world.until('one may go', async () => {
        const { status } = await world.get('PodDisruptionBudget', 'dos')
        return status['disruptionsAllowed'] === 1
      })
      expect(await world.evict('a')).toBeUndefined()
      expect(await world.evict('b')).toBe("Cannot evict pod as it would violate the pod's disruption budget.")
      await world.until('a gone', async () => !(await names(world)).includes('a'))
      expect(await names(world)).toEqual(['b'])
    },
  },
  {
    name: 'NoExecute sends away who does not bear it, at once or when the time is over',
    async run(world) {
      await world.create(
        [
          bound('fuera', ''),
          bound('seis', tolerating(6)),
          bound('largo', tolerating(600)),
          bound('siempre', tolerating()),
        ].join('\n'),
      )
      for (const name of ['fuera', 'seis', 'largo', 'siempre'])
        await world.until(`${name} ready`, () => isReady(world, name))
      const node = world.nodes[2]!
      await world.patch('Node', node, { spec: { taints: [{ key: world.namespace, effect: 'NoExecute' }] } })
      try {
        await world.until('fuera gone', async () => !(await names(world)).includes('fuera'))
        expect(await names(world)).toContain('seis')
        await world.until('seis gone', async () => !(await names(world)).includes('seis'))
      } finally {
        await world.patch('Node', node, { spec: { taints: null } })
      }
      const cancelled = 'Normal TaintManagerEviction (taint-eviction-controller): Cancelling deletion of Pod <ns>/largo'
      await world.until('told', async () => (await world.events('Pod', 'largo')).includes(cancelled))
      expect(await names(world)).toEqual(['largo', 'siempre'])
      expect(await world.events('Pod', 'seis')).toContain(
        'Normal TaintManagerEviction (taint-eviction-controller): Marking for deletion Pod <ns>/seis',
      )
    },
  },
]
