import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../api/object.ts'
import { configMaps, events, namespaces, nodes } from '../api/refs.ts'
import type { ConfigMap, OwnerReference } from '../generated/types.ts'
import type { Client } from '../client/client.ts'
import { createInformers } from '../client/informer.ts'
import { sleep } from '../clock.ts'
import { runController } from './controller.ts'
import { serverFixture } from './fixture.ts'
import { createGarbageCollector } from './garbage-collector.ts'

async function start() {
  const cluster = await serverFixture(createGarbageCollector)
  const { client, clock } = cluster
  const make = async (
    name: string,
    owners: KubeObject[] = [],
    more: Partial<OwnerReference> = {},
    namespace = 'default',
  ): Promise<ConfigMap> => {
    const ownerReferences = owners.map(({ metadata }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: metadata.name!,
      uid: metadata.uid!,
      ...more,
    }))
    return client.create(configMaps, { metadata: { namespace, name, ownerReferences } })
  }
  const names = async (): Promise<string[]> => {
    await clock.advance(0)
    const { items } = await client.list(configMaps, '')
    return items.map(({ metadata }) => metadata.name!)
  }
  return { ...cluster, make, names }
}

describe('garbage collector', () => {
  it('deletes dependents after their owner, down to the last', async () => {
    const { client, make, names, errors } = await start()
    const owner = await make('owner')
    const child = await make('child', [owner])
    await make('grandchild', [child])
    await make('other')
    expect(await names()).toEqual(['child', 'grandchild', 'other', 'owner'])
    await client.delete(configMaps, 'default', 'owner', { propagationPolicy: 'Background' })
    expect(await names()).toEqual(['other'])
    expect(errors).toEqual([])
  })

  it('keeps what another owner still has, without the reference to the one that is gone', async () => {
    const { client, make, names } = await start()
    const [first, second] = [await make('first'), await make('second')]
    await make('shared', [first, second])
    await client.delete(configMaps, 'default', 'first')
    expect(await names()).toEqual(['second', 'shared'])
    const shared = await client.get(configMaps, 'default', 'shared')
    expect(shared?.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['second'])
  })

  it('in the foreground, lets the owner go only after the dependents that block it', async () => {
    const { client, make, names } = await start()
    const owner = await make('owner')
    await make('blocking', [owner], { blockOwnerDeletion: true })
    const held = await client.get(configMaps, 'default', 'blocking')
    await client.update(configMaps, { ...held!, metadata: { ...held!.metadata, finalizers: ['test/held'] } })
    await client.delete(configMaps, 'default', 'owner', { propagationPolicy: 'Foreground' })
    expect(await names()).toEqual(['blocking', 'owner'])
    const ending = await client.get(configMaps, 'default', 'blocking')
    expect(ending?.metadata.deletionTimestamp).toBe('2027-01-01T00:00:00Z')
    await client.update(configMaps, { ...ending!, metadata: { ...ending!.metadata, finalizers: [] } })
    expect(await names()).toEqual([])
  })

  it('orphans the dependents when asked to', async () => {
    const { client, make, names } = await start()
    await make('child', [await make('owner')])
    await client.delete(configMaps, 'default', 'owner', { propagationPolicy: 'Orphan' })
    expect(await names()).toEqual(['child'])
    expect((await client.get(configMaps, 'default', 'child'))?.metadata.ownerReferences ?? []).toEqual([])
  })

  it('deletes what names an owner of another namespace, and says why', async () => {
    const { client, make, names } = await start()
    await client.create(namespaces, { metadata: { name: 'other' } })
    const owner = await make('owner', [], {}, 'other')
    await make('stray', [owner])
    expect(await names()).toEqual(['owner'])
    const { items } = await client.list(events, '')
    expect(items.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      `OwnerRefInvalidNamespace: ownerRef [v1/ConfigMap, namespace: default, name: owner, uid: ${owner.metadata.uid}] does not exist in namespace "default"`,
    ])
  })

  it('does not take a cache that is still filling for a cluster without owners', async () => {
    const { client, make, clock, context } = await start()
    const node = await client.create(nodes, { metadata: { name: 'n1' } })
    await make('child', [node], { kind: 'Node' })
    const slow: Client = {
      ...client,
      async list(ref, namespace) {
        if (ref.plural === 'nodes') await sleep(clock, 5)
        return client.list(ref, namespace)
      },
    }
    const informers = createInformers(slow, () => undefined)
    const other = { ...context, informers }
    runController(other, createGarbageCollector(other, [configMaps, nodes]))
    void informers.start()
    await clock.advance(10)
    expect(await client.get(configMaps, 'default', 'child')).toBeDefined()
    await client.delete(nodes, '', 'n1')
    await clock.advance(0)
    expect(await client.get(configMaps, 'default', 'child')).toBeUndefined()
  })

  it('leaves alone what has an owner of a kind that it does not know, and what no namespace can own', async () => {
    const { client, make, names, clock } = await start()
    await make('foreign', [await make('owner')], { apiVersion: 'example.com/v1', kind: 'Thing' })
    expect(await names()).toEqual(['foreign', 'owner'])
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: 'x' }
    await client.create(nodes, { metadata: { name: 'n1', ownerReferences: [reference] } })
    await clock.advance(0)
    expect(await client.get(nodes, '', 'n1')).toBeDefined()
  })
})
