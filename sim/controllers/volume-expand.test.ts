import { describe, expect, it } from 'vitest'
import { persistentVolumeClaims } from '../api/refs.ts'
import { fixture } from './fixture.ts'
import { createVolumeExpandController } from './volume-expand.ts'

describe('a claim that asks for more', () => {
  it('is told that somebody else has to grow its volume; one that has enough is told nothing', async () => {
    const world = fixture(createVolumeExpandController)
    const claim = (name: string, asked: string) => ({
      metadata: { name, namespace: 'default' },
      spec: { resources: { requests: { storage: asked } }, volumeName: 'v' },
      status: { phase: 'Bound', capacity: { storage: '2Gi' } },
    })
    world.put(persistentVolumeClaims, claim('cabe', '1Gi'))
    world.put(persistentVolumeClaims, claim('crece', '3Gi'))
    await world.run(1000)
    expect(await world.events()).toEqual([
      'Normal ExternalExpanding crece: waiting for an external controller to expand this PVC',
    ])
    expect(world.errors).toEqual([])
  })
})
