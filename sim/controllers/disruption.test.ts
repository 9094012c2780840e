import { describe, expect, it } from 'vitest'
import { podDisruptionBudgets, pods, replicaSets } from '../api/refs.ts'
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetSpec, ReplicaSet } from '../generated/types.ts'
import { createDisruptionController } from './disruption.ts'
import { fixture, type Fixture } from './fixture.ts'

function pod(name: string, ready: boolean, uid?: string): Pod {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: uid ?? '', controller: true }
  return {
    metadata: { namespace: 'default', name, labels: { app: 'web' }, ...(uid ? { ownerReferences: [owner] } : {}) },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }
}

async function start(spec: PodDisruptionBudgetSpec, owned = true): Promise<Fixture> {
  const cluster = fixture(createDisruptionController)
  const set = cluster.put<ReplicaSet>(replicaSets, {
    metadata: { namespace: 'default', name: 'web' },
    spec: { replicas: 4, selector: {} },
  })
  for (const [index, ready] of [true, true, true, false].entries()) {
    cluster.put(pods, pod(`web-${index}`, ready, owned ? set.metadata.uid : undefined))
  }
  cluster.put<PodDisruptionBudget>(podDisruptionBudgets, {
    metadata: { namespace: 'default', name: 'b', generation: 1 },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  })
  await cluster.run()
  return cluster
}

const status = (cluster: Fixture): PodDisruptionBudget['status'] =>
  cluster.get(podDisruptionBudgets, 'default/b')?.status

describe('disruption controller', () => {
  it.each([
    [{ minAvailable: 2 }, { expectedPods: 4, desiredHealthy: 2, disruptionsAllowed: 1 }],
    [{ minAvailable: '51%' }, { expectedPods: 4, desiredHealthy: 3, disruptionsAllowed: 0 }],
    [{ maxUnavailable: 2 }, { expectedPods: 4, desiredHealthy: 2, disruptionsAllowed: 1 }],
    [{ maxUnavailable: '25%' }, { expectedPods: 4, desiredHealthy: 3, disruptionsAllowed: 0 }],
  ])('%o', async (spec, expected) => {
    const cluster = await start(spec)
    expect(status(cluster)).toMatchObject({ currentHealthy: 3, observedGeneration: 1, ...expected })
    const reason = expected.disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods'
    expect(status(cluster)?.conditions).toMatchObject([{ type: 'DisruptionAllowed', reason }])
    expect(cluster.errors).toEqual([])
  })

  it('a pod on its way out does not count, for two minutes', async () => {
    const cluster = await start({ minAvailable: 2 })
    const budget = cluster.get(podDisruptionBudgets, 'default/b')!
    const disruptedPods = { 'web-0': new Date(cluster.clock.now()).toISOString() }
    cluster.put(podDisruptionBudgets, { ...budget, status: { ...budget.status!, disruptedPods } })
    await cluster.run()
    expect(status(cluster)).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0 })
    await cluster.run(120_000)
    expect(status(cluster)).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 1 })
  })

  it('allows nothing where it cannot know how many pods there should be', async () => {
    const cluster = await start({ maxUnavailable: 1 }, false)
    expect(status(cluster)).toMatchObject({ disruptionsAllowed: 0 })
    expect(status(cluster)?.conditions?.[0]).toMatchObject({
      reason: 'SyncFailed',
      message: 'found no controller ref for pod "web-0"',
    })
  })
})
