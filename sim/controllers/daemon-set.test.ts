import { describe, expect, it } from 'vitest'
import { controllerRevisions, daemonSets, nodes, pods } from '../api/refs.ts'
import type { DaemonSet, DaemonSetSpec, Node, Pod, Taint } from '../generated/types.ts'
import { createDaemonSetController } from './daemon-set.ts'
import { fixture, type Fixture } from './fixture.ts'

function set(more: Partial<DaemonSetSpec> = {}, image = 'a'): DaemonSet {
  return {
    metadata: {
      namespace: 'default',
      name: 'agent',
      generation: 1,
      annotations: { 'deprecated.daemonset.template.generation': '1' },
    },
    spec: {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'c', image }] } },
      ...more,
    },
  }
}

function node(name: string, taints: Taint[] = [], labels: Record<string, string> = {}): Node {
  return { metadata: { name, labels }, spec: { taints } }
}

function start(more: Partial<DaemonSetSpec> = {}, some = [node('n1'), node('n2')]): Fixture {
  const cluster = fixture(createDaemonSetController)
  for (const one of some) cluster.put(nodes, one)
  cluster.put(daemonSets, set(more))
  return cluster
}

const list = (cluster: Fixture): Pod[] => cluster.context.informers.for(pods).list('default')

function nodeOf(pod: Pod): string | undefined {
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return required?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0]
}

async function allReady(cluster: Fixture): Promise<void> {
  const lastTransitionTime = new Date(cluster.clock.now()).toISOString()
  for (const pod of list(cluster)) {
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime }]
    cluster.put(pods, { ...pod, status: { phase: 'Running', conditions } })
  }
  await cluster.run()
}

function newTemplate(cluster: Fixture, more: Partial<DaemonSetSpec> = {}): void {
  const old = cluster.get(daemonSets, 'default/agent')!
  cluster.put(daemonSets, { ...old, spec: set(more, 'b').spec!, metadata: { ...old.metadata, generation: 2 } })
}

const images = (cluster: Fixture): string[] =>
  list(cluster)
    .map(({ spec }) => spec?.containers[0]?.image ?? '')
    .toSorted((a, b) => (a < b ? -1 : 1))

describe('DaemonSet controller', () => {
  it('makes one pod a node, bound to it by its name, with the tolerations of its own', async () => {
    const cluster = start()
    await cluster.run()
    expect(list(cluster).map(nodeOf)).toEqual(['n1', 'n2'])
    const [pod] = list(cluster)
    expect(pod!.spec?.tolerations?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/not-ready:NoExecute',
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/disk-pressure:NoSchedule',
      'node.kubernetes.io/memory-pressure:NoSchedule',
      'node.kubernetes.io/pid-pressure:NoSchedule',
      'node.kubernetes.io/unschedulable:NoSchedule',
    ])
    const [revision] = cluster.context.informers.for(controllerRevisions).list('default')
    expect(pod!.metadata.labels).toEqual({
      app: 'agent',
      'controller-revision-hash': revision!.metadata.labels!['controller-revision-hash'],
      'pod-template-generation': '1',
    })
    await allReady(cluster)
    expect(cluster.get(daemonSets, 'default/agent')?.status).toEqual({
      observedGeneration: 1,
      currentNumberScheduled: 2,
      desiredNumberScheduled: 2,
      numberMisscheduled: 0,
      numberReady: 2,
      numberAvailable: 2,
      updatedNumberScheduled: 2,
    })
    expect(await cluster.events()).toEqual([
      'Normal SuccessfulCreate agent: Created pod: agent-0',
      'Normal SuccessfulCreate agent: Created pod: agent-1',
    ])
    expect(cluster.errors).toEqual([])
  })

  it('leaves out nodes that it does not fit, follows new ones, and leaves those that drive it away', async () => {
    const tainted = node('n2', [{ key: 'only', value: 'db', effect: 'NoSchedule' }])
    const cluster = start({}, [node('n1'), tainted])
    await cluster.run()
    expect(list(cluster).map(nodeOf)).toEqual(['n1'])
    cluster.put(nodes, node('n3'))
    await cluster.run()
    expect(list(cluster).map(nodeOf)).toEqual(['n1', 'n3'])
    cluster.put(nodes, node('n1', [{ key: 'out', effect: 'NoExecute' }]))
    await cluster.run()
    expect(list(cluster).map(nodeOf)).toEqual(['n3'])
  })

  it('rolls a new template node by node', async () => {
    const cluster = start()
    await cluster.run()
    await allReady(cluster)
    newTemplate(cluster)
    await cluster.run()
    expect(images(cluster)).toEqual(['a', 'b'])
    await allReady(cluster)
    expect(images(cluster)).toEqual(['b', 'b'])
  })

  it('with maxSurge makes the new pod first', async () => {
    const surge = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } }
    const cluster = start(surge)
    await cluster.run()
    await allReady(cluster)
    newTemplate(cluster, surge)
    await cluster.run()
    expect(images(cluster)).toEqual(['a', 'a', 'b'])
    await allReady(cluster)
    expect(images(cluster)).toEqual(['a', 'b', 'b'])
    await allReady(cluster)
    expect(images(cluster)).toEqual(['b', 'b'])
  })

  it('OnDelete waits for somebody to delete a pod', async () => {
    const onDelete = { updateStrategy: { type: 'OnDelete' } }
    const cluster = start(onDelete)
    await cluster.run()
    await allReady(cluster)
    newTemplate(cluster, onDelete)
    await cluster.run()
    expect(images(cluster)).toEqual(['a', 'a'])
    cluster.client.remove(pods, 'default', 'agent-0')
    await cluster.run()
    expect(images(cluster)).toEqual(['a', 'b'])
  })

  it('replaces a pod that failed, the next time only after a while', async () => {
    const cluster = start({}, [node('n1')])
    await cluster.run()
    const fail = async (): Promise<void> => {
      cluster.put(pods, { ...list(cluster)[0]!, status: { phase: 'Failed' } })
      await cluster.run()
    }
    await fail()
    expect((await cluster.events()).find((line) => line.includes('FailedDaemonPod'))).toBe(
      'Warning FailedDaemonPod agent: Found failed daemon pod default/agent-0 on node n1, will try to kill it',
    )
    const second = list(cluster)[0]!.metadata.name
    await fail()
    expect(list(cluster).map(({ metadata }) => metadata.name)).toEqual([second])
    await cluster.run(1000)
    expect(list(cluster).map(({ metadata }) => metadata.name)).not.toEqual([second])
  })
})
