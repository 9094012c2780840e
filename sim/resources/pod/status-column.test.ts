import { expect, test } from 'vitest'
import type { ContainerState, ContainerStatus, Pod, PodStatus } from '../../generated/types.ts'
import { podColumns } from './status-column.ts'

const now = Date.UTC(2027, 0, 1, 1)
const running: ContainerState = { running: {} }

function status(name: string, state: ContainerState, more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name, image: 'x', imageID: '', ready: false, restartCount: 0, state, ...more }
}

function ended(exitCode: number, reason?: string): ContainerState {
  return { terminated: { exitCode, ...(reason ? { reason } : {}) } }
}

function pod(own: PodStatus, init: Pod['spec'] = { containers: [] }, deleted = false): Pod {
  const containers = (own.containerStatuses ?? [{ name: 'c' }]).map(({ name }) => ({ name }))
  return {
    metadata: { name: 'p', ...(deleted ? { deletionTimestamp: '2027-01-01T00:59:00Z' } : {}) },
    spec: { ...init, containers },
    status: own,
  }
}

const ready = [{ type: 'Ready', status: 'True' }]
const twoInits = { containers: [], initContainers: [{ name: 'i' }, { name: 'j' }] }
const sidecar = { containers: [], initContainers: [{ name: 'i', restartPolicy: 'Always' }] }

test.each<[string, Pod, { ready: string; status: string; restarts: string }]>([
  ['without a node', pod({ phase: 'Pending' }), { ready: '0/1', status: 'Pending', restarts: '0' }],
  [
    'gated',
    pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
    { ready: '0/1', status: 'SchedulingGated', restarts: '0' },
  ],
  [
    'creating',
    pod({ phase: 'Pending', containerStatuses: [status('c', { waiting: { reason: 'ContainerCreating' } })] }),
    { ready: '0/1', status: 'ContainerCreating', restarts: '0' },
  ],
  [
    'half ready',
    pod({ phase: 'Running', containerStatuses: [status('a', running, { ready: true }), status('b', running)] }),
    { ready: '1/2', status: 'Running', restarts: '0' },
  ],
  [
    'crashing',
    pod({
      phase: 'Running',
      containerStatuses: [
        status(
          'c',
          { waiting: { reason: 'CrashLoopBackOff' } },
          { restartCount: 3, lastState: { terminated: { exitCode: 1, finishedAt: '2027-01-01T00:59:40Z' } } },
        ),
      ],
    }),
    { ready: '0/1', status: 'CrashLoopBackOff', restarts: '3 (20s ago)' },
  ],
  [
    'out of memory',
    pod({ phase: 'Failed', containerStatuses: [status('c', ended(137, 'OOMKilled'))] }),
    { ready: '0/1', status: 'OOMKilled', restarts: '0' },
  ],
  [
    'ended without a reason',
    pod({ phase: 'Failed', containerStatuses: [status('c', ended(3))] }),
    { ready: '0/1', status: 'ExitCode:3', restarts: '0' },
  ],
  [
    'done',
    pod({ phase: 'Succeeded', containerStatuses: [status('c', ended(0, 'Completed'))] }),
    { ready: '0/1', status: 'Completed', restarts: '0' },
  ],
  [
    'one done and one running',
    pod({
      phase: 'Running',
      conditions: ready,
      containerStatuses: [status('a', ended(0, 'Completed')), status('b', running, { ready: true })],
    }),
    { ready: '1/2', status: 'Running', restarts: '0' },
  ],
  [
    'one done and one running in a pod that is not ready',
    pod({
      phase: 'Running',
      containerStatuses: [status('a', ended(0, 'Completed')), status('b', running, { ready: true })],
    }),
    { ready: '1/2', status: 'NotReady', restarts: '0' },
  ],
  [
    'in its second init container',
    pod({ phase: 'Pending', initContainerStatuses: [status('i', ended(0)), status('j', running)] }, twoInits),
    { ready: '0/1', status: 'Init:1/2', restarts: '0' },
  ],
  [
    'failed in an init container',
    pod({ phase: 'Pending', initContainerStatuses: [status('i', ended(1, 'Error'), { restartCount: 2 })] }, twoInits),
    { ready: '0/1', status: 'Init:Error', restarts: '2' },
  ],
  [
    'held up in an init container',
    pod(
      { phase: 'Pending', initContainerStatuses: [status('i', { waiting: { reason: 'ImagePullBackOff' } })] },
      twoInits,
    ),
    { ready: '0/1', status: 'Init:ImagePullBackOff', restarts: '0' },
  ],
  [
    'with a sidecar',
    pod(
      {
        phase: 'Running',
        conditions: [{ type: 'Initialized', status: 'True' }],
        initContainerStatuses: [status('i', running, { started: true, ready: true, restartCount: 1 })],
        containerStatuses: [status('c', running, { ready: true, restartCount: 2 })],
      },
      sidecar,
    ),
    { ready: '2/2', status: 'Running', restarts: '3' },
  ],
  [
    'being deleted',
    pod({ phase: 'Running', containerStatuses: [status('c', running, { ready: true })] }, undefined, true),
    { ready: '1/1', status: 'Terminating', restarts: '0' },
  ],
  [
    'being deleted after its end',
    pod({ phase: 'Succeeded', containerStatuses: [status('c', ended(0, 'Completed'))] }, undefined, true),
    { ready: '0/1', status: 'Completed', restarts: '0' },
  ],
  ['evicted', pod({ phase: 'Failed', reason: 'Evicted' }), { ready: '0/1', status: 'Evicted', restarts: '0' }],
])('a pod %s', (_, subject, columns) => {
  expect(podColumns(subject, now)).toEqual(columns)
})
