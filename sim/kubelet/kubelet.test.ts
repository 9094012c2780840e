import { describe, expect, it } from 'vitest'
import { testNodes } from './fixture.ts'
import { nodes, pods } from '../api/refs.ts'

const pod = (name: string, spec: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: ${spec}}`
const ready = (p?: { status?: { conditions?: { type: string; status: string }[] } }): boolean =>
  p?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false

describe('node agent', () => {
  it('registers its node as ready', async () => {
    const { client, errors } = await testNodes()
    const node = await client.get(nodes, '', 'node-1')
    expect(node?.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'MemoryPressure=False',
      'DiskPressure=False',
      'PIDPressure=False',
      'Ready=True',
    ])
    expect(errors).toEqual([])
  })

  it('tells that a pod has ended only after it has told that it is not ready', async () => {
    const t = await testNodes()
    const told: string[] = []
    t.context.informers.for(pods).on({
      updated: ({ status }) => {
        const condition = status?.conditions?.find(({ type }) => type === 'Ready')
        told.push(`${status?.phase} ${condition?.status} ${condition?.reason ?? ''}`.trim())
      },
    })
    await t.apply(pod('p', '{restartPolicy: Never, containers: [{name: c, image: "busybox:1.36", command: ["true"]}]}'))
    await t.until('p', (p) => p?.status?.phase === 'Succeeded')
    expect(told.slice(-2)).toEqual(['Pending False PodCompleted', 'Succeeded False PodCompleted'])
  })

  it('runs a pod and takes it down again', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        'p',
        '{terminationGracePeriodSeconds: 7, containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]}',
      ),
    )
    await t.until('p', ready)
    await t.client.delete(pods, 'default', 'p')
    const seconds = await t.until('p', (p) => p === undefined)
    expect(t.rows('p')).toEqual([
      '0/1 Pending 0',
      '0/1 ContainerCreating 0',
      '1/1 Running 0',
      '1/1 Terminating 0',
      '0/1 Error 0',
    ])
    expect(seconds).toBe(9)
    expect(await t.eventsOf('p')).toEqual([
      'Pulled: Container image "busybox:1.36" already present on machine and can be accessed by the pod',
      'Created: Container created',
      'Started: Container started',
      'Killing: Stopping container c',
    ])
    expect(t.errors).toEqual([])
  })
})
