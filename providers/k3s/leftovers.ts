// What this machine's Timonels left in Docker: every container, network and volume carries who made it, so that the dead can be cleared up.
import { hostname } from 'node:os'
import type { ContainerRuntimeClient } from 'testcontainers'

const ownerLabel = 'dev.timonel.owner'

/** Labels of what this process makes in Docker. */
export function ownLabels(): Record<string, string> {
  return { [ownerLabel]: `${hostname()}/${process.pid}` }
}

/** Removes containers, networks and volumes whose process is gone or, with `cluster`, those of this process whose name starts so. */
export async function removeLeftovers(client: ContainerRuntimeClient, cluster?: string): Promise<void> {
  const { dockerode } = client.container
  const filters = { label: [ownerLabel] }
  const removable = (labels: Record<string, string> | undefined, name: string): boolean => {
    const owner = labels?.[ownerLabel] ?? ''
    return cluster === undefined ? isGone(owner) : owner === ownLabels()[ownerLabel] && name.startsWith(cluster)
  }
  const containers = (await dockerode.listContainers({ all: true, filters })).filter(({ Labels, Names }) =>
    removable(Labels, Names[0]?.slice(1) ?? ''),
  )
  await Promise.all(
    containers.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true }).catch(ignoreMissing)),
  )
  const networks = (await dockerode.listNetworks({ filters })).filter(({ Labels, Name }) => removable(Labels, Name))
  await Promise.all(networks.map(({ Id }) => dockerode.getNetwork(Id).remove().catch(ignoreMissing)))
  const { Volumes } = await dockerode.listVolumes({ filters })
  const volumes = (Volumes ?? []).filter(({ Labels, Name }) => removable(Labels, Name))
  await Promise.all(volumes.map(({ Name }) => dockerode.getVolume(Name).remove().catch(ignoreMissing)))
}

function isGone(owner: string): boolean {
  const [host, pid] = owner.split('/')
  if (host !== hostname() || !pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== 404) throw error
}
