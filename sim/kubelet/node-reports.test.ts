import { expect, it } from 'vitest'
import { leases, nodes } from '../api/refs.ts'
import type { Lease } from '../generated/types.ts'
import { testNodes } from './fixture.ts'

const leaseNamespace = 'kube-node-lease'

it('nothing is written of a node that nobody looks at, and who looks finds it as a real agent would have left it', async () => {
  const { clock, client, outside, errors } = await testNodes()
  const written = async () => (await client.get(nodes, '', 'node-1'))!.metadata.resourceVersion
  await clock.advance(301_000)
  const before = await written()
  await clock.advance(3_600_000)
  expect(await written()).toBe(before)

  const began = clock.now() - 3_901_000
  const node = await outside.get(nodes, '', 'node-1')
  const beats = node!.status!.conditions!.map(({ lastHeartbeatTime }) => Date.parse(lastHeartbeatTime!) - began)
  expect(new Set(beats)).toEqual(new Set([3_900_000]))
  const lease = await outside.get(leases, leaseNamespace, 'node-1')
  expect(Date.parse(lease!.spec!.renewTime!) - began).toBe(3_900_000)
  await clock.advance(9_000)
  expect((await outside.get(leases, leaseNamespace, 'node-1'))!.spec).toEqual({
    ...lease!.spec,
    renewTime: lease!.spec!.renewTime!.replace('05:00', '05:10'),
  })
  expect(errors).toEqual([])
})

it('who watches a lease sees each renewal at its instant, and only for as long', async () => {
  const { clock, client, outside } = await testNodes()
  const seen: number[] = []
  const { resourceVersion } = await outside.list(leases, leaseNamespace)
  const began = clock.now()
  const end = outside.watch(leases, leaseNamespace, { resourceVersion }, ({ object }) => {
    seen.push(Date.parse((object as Lease).spec!.renewTime!) - began, clock.now() - began)
  })
  await clock.advance(30_000)
  expect(seen).toEqual([10_000, 10_000, 20_000, 20_000, 30_000, 30_000])
  end()
  await clock.advance(60_000)
  const lease = await client.get(leases, leaseNamespace, 'node-1')
  expect(Date.parse(lease!.spec!.renewTime!) - began).toBeLessThanOrEqual(40_000)
})

it('a status that somebody changed is put right with the next report', async () => {
  const { clock, client } = await testNodes()
  const node = (await client.get(nodes, '', 'node-1'))!
  await client.updateStatus(nodes, { ...node, status: { ...node.status, addresses: [] } })
  await clock.advance(300_000)
  expect((await client.get(nodes, '', 'node-1'))!.status!.addresses).toEqual(node.status!.addresses)
})

it('a machine that went off left its last renewal', async () => {
  const { clock, kubelets, outside } = await testNodes()
  const began = clock.now()
  await clock.advance(25_000)
  kubelets[0]!.stop()
  await clock.advance(100_000)
  const lease = await outside.get(leases, leaseNamespace, 'node-1')
  expect(Date.parse(lease!.spec!.renewTime!) - began).toBe(20_000)
})
