import { describe, expect, it } from 'vitest'
import { nodes, pods } from '../api/refs.ts'
import type { Node, Pod, PodDisruptionBudget, PodSpec } from '../generated/types.ts'
import { decide, type Decision } from './decision.ts'
import { emptyLister, testNode as node, testPod, testSnapshot } from './fixture.ts'
import { startScheduler } from './fixture-scheduler.ts'
import { plugins } from './plugins/index.ts'
import type { Snapshot } from './snapshot.ts'

/** A pod of one priority on a node, of 1 cpu unless told; `day` is when it started. */
const busy = (name: string, nodeName: string, priority: number, day = 1, cpu = '1'): Pod => ({
  ...testPod(name, { nodeName, priority, ...asks(cpu) }),
  status: { startTime: `2026-01-0${day}T00:00:00Z` },
})
const asks = (cpu: string): Partial<PodSpec> => ({ containers: [{ name: 'c', resources: { requests: { cpu } } }] })
const decided = (spec: Partial<PodSpec>, on: Node[], others: Pod[], more: Partial<Snapshot> = {}): Decision =>
  decide(testPod('p', { priority: 10, ...spec }), testSnapshot(on, others, more), plugins, ([first]) => first!)
const victims = ({ preemption }: Decision): [string | undefined, string[]] => [
  preemption?.node,
  (preemption?.victims ?? []).map(({ metadata }) => metadata.name!),
]
const two = [node('n1', { cpu: '2' }), node('n2', { cpu: '2' })]

describe('preemption', () => {
  it('sends away as few as need be, the least important first', () => {
    const others = [busy('old', 'n1', 1, 1), busy('young', 'n1', 1, 2)]
    expect(victims(decided(asks('1'), [two[0]!], others))).toEqual(['n1', ['young']])
    expect(victims(decided(asks('2'), [two[0]!], others))).toEqual(['n1', ['old', 'young']])
    expect(decided(asks('1'), [two[0]!], others).message).toBe('0/1 nodes are available: 1 Insufficient cpu.')
  })

  it.each<[string, Pod[], string]>([
    ['the lowest of the highest priorities', [busy('a', 'n1', 3, 1, '2'), busy('b', 'n2', 2, 1, '2')], 'n2'],
    [
      'the smallest sum of priorities',
      [busy('a', 'n1', 3), busy('a2', 'n1', 3), busy('b', 'n2', 3), busy('b2', 'n2', 2)],
      'n2',
    ],
    ['the fewest pods', [busy('a', 'n1', 3), busy('a2', 'n1', -(2 ** 31)), busy('b', 'n2', 3, 1, '2')], 'n2'],
    ['those that started last', [busy('a', 'n1', 3, 1, '2'), busy('b', 'n2', 3, 2, '2')], 'n2'],
  ])('chooses the node with %s', (_rule, others, chosen) => {
    expect(victims(decided(asks('2'), two, others))[0]).toBe(chosen)
  })

  it('breaks a budget only where it must, and chooses the node that need not', () => {
    const budget: PodDisruptionBudget = {
      metadata: { namespace: 'default', name: 'web' },
      spec: { selector: { matchLabels: { app: 'web' } } },
      status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
    }
    const more = { budgets: { ...emptyLister<PodDisruptionBudget>(), list: () => [budget] } }
    const free = busy('free', 'n1', 5, 1)
    free.metadata.labels = { app: 'db' }
    const others = [free, busy('kept', 'n1', 1, 2)]
    expect(victims(decided(asks('1'), [two[0]!], others, more)), 'whom a budget keeps').toEqual(['n1', ['free']])
    const onTwo = [busy('kept', 'n1', 1, 1, '2'), { ...busy('free', 'n2', 9, 1, '2'), metadata: { ...free.metadata } }]
    expect(victims(decided(asks('2'), two, onTwo, more))[0]).toBe('n2')
    expect(decided(asks('2'), [two[0]!], onTwo, more).preemption?.violations).toBe(1)
  })

  it('tells node by node why nobody need go', () => {
    const others = [busy('equal', 'n1', 10), busy('equal2', 'n1', 10), busy('big', 'n2', 10), busy('low', 'n2', 1)]
    const message = decided(asks('2'), [...two, node('n3', { cpu: '1' })], others).message
    expect(message).toBe(
      '0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Insufficient cpu, 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.',
    )
  })

  it('keeps the room that was made for others at least as important', () => {
    const waiting = { ...testPod('waiting', { priority: 10, ...asks('2') }), status: { nominatedNodeName: 'n1' } }
    const more = { nominated: new Map([['n1', [waiting]]]) }
    expect(decided(asks('1'), two, [], more).feasible).toEqual(['n2'])
    expect(decided({ ...asks('1'), priority: 11 }, two, [], more).feasible).toEqual(['n1', 'n2'])
  })

  it('looks first at the node that was promised', () => {
    const promised = { ...testPod('p', asks('1')), status: { nominatedNodeName: 'n2' } }
    const decision = decide(promised, testSnapshot(two, []), plugins, ([first]) => first!)
    expect(decision.feasible).toEqual(['n2'])
  })
})

describe('scheduler', () => {
  it('evicts, says so on both sides, and places the pod once there is room', async () => {
    const { client, clock, nodeOf, told } = await startScheduler()
    client.put(nodes, two[0]!)
    client.put(pods, busy('low', 'n1', 1, 1, '2'))
    client.put(pods, testPod('p', { priority: 10, ...asks('1') }))
    await clock.advance(0)
    const writes = client.actions.filter(({ resource }) => resource === 'pods')
    expect(writes.map(({ verb, resource, key }) => `${verb} ${resource} ${key}`)).toEqual([
      'patch pods default/p',
      'patch pods default/low',
      'delete pods default/low',
    ])
    expect(writes[1]?.body).toEqual({
      status: {
        conditions: [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason: 'PreemptionByScheduler',
            message: 'default-scheduler: preempting to accommodate a higher priority pod',
            lastTransitionTime: '2027-01-01T00:00:00Z',
          },
        ],
      },
    })
    expect(await nodeOf('p')).toBe('n1')
    expect(await told()).toEqual([
      'Warning FailedScheduling Scheduling: 0/1 nodes are available: 1 Insufficient cpu.',
      'Normal Preempted Preempting: Preempted by pod uid-p on node n1',
      'Normal Scheduled Binding: Successfully assigned default/p to n1',
    ])
  })

  it('waits for victims that take their time, without sending others away', async () => {
    const { client, clock, nodeOf, scheduler } = await startScheduler()
    client.put(nodes, two[0]!)
    client.put(nodes, two[1]!)
    const slow = busy('slow', 'n1', 1, 1, '2')
    client.put(pods, { ...slow, metadata: { ...slow.metadata, finalizers: ['example.com/slow'] } })
    client.put(pods, busy('dear', 'n2', 2, 1, '2'))
    const { uid } = client.put(pods, testPod('p', { priority: 10, ...asks('2') })).metadata
    await clock.advance(0)
    expect((await client.get(pods, 'default', 'p'))?.status?.nominatedNodeName).toBe('n1')
    client.clear()
    client.put(nodes, node('n2', { cpu: '3' }))
    await clock.advance(10_000)
    expect(scheduler.decisionOf(uid!)?.message).toBe(
      '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.',
    )
    expect(client.actions.filter(({ verb }) => verb === 'delete')).toEqual([])
    client.remove(pods, 'default', 'slow')
    await clock.advance(0)
    expect(await nodeOf('p')).toBe('n1')
  })
})
