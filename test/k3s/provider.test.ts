import { expect, it } from 'vitest'
import { getContainerRuntimeClient } from 'testcontainers'
import { k3sProvider } from '../../providers/k3s.ts'
import { describeProvider } from '../contract/provider.ts'

describeProvider('k3s', () => Promise.resolve(k3sProvider()), 300_000)

it('leaves no container and no network behind', async () => {
  const { dockerode } = (await getContainerRuntimeClient()).container
  const filters = { label: ['dev.timonel.owner'] }
  expect(await dockerode.listContainers({ all: true, filters })).toEqual([])
  expect(await dockerode.listNetworks({ filters })).toEqual([])
})
