// Said last in each file of this folder: what its process started in Docker is gone.
import { getContainerRuntimeClient } from 'testcontainers'
import { expect, it } from 'vitest'
import { ownLabels } from '../../providers/k3s/leftovers.ts'

export function itLeavesNothingBehind(): void {
  it('leaves no container, network or volume behind', async () => {
    const { dockerode } = (await getContainerRuntimeClient()).container
    const filters = { label: Object.entries(ownLabels()).map(([key, value]) => `${key}=${value}`) }
    expect((await dockerode.listContainers({ all: true, filters })).map(({ Names }) => Names)).toEqual([])
    expect((await dockerode.listNetworks({ filters })).map(({ Name }) => Name)).toEqual([])
    expect((await dockerode.listVolumes({ filters })).Volumes?.map(({ Name }) => Name) ?? []).toEqual([])
  })
}
