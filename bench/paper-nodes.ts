// Nodes that only exist on paper, so that what is timed is API, scheduler and controllers alone; and many requests at once.
import type { BenchCluster } from './cluster.ts'

/** Requests under way at the same time. */
const atOnce = 32

/** Runs for every name, some at the same time. */
export async function forEach(names: string[], run: (name: string) => Promise<unknown>): Promise<void> {
  const left = names.values()
  const worker = async (): Promise<void> => {
    for (const name of left) await run(name)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Ready and with room for many small pods. */
export async function createPaperNode(cluster: BenchCluster, name: string): Promise<void> {
  const resources = { cpu: '32', memory: '64Gi', pods: '110' }
  const labels = { 'kubernetes.io/hostname': name }
  await cluster.send('POST', '/api/v1/nodes', {
    metadata: { name, labels },
    status: { capacity: resources, allocatable: resources, conditions: [{ type: 'Ready', status: 'True' }] },
  })
  // Nobody else is there to say that it is ready.
  const path = `/api/v1/nodes/${name}`
  await cluster.send('PATCH', path, { spec: { taints: null } })
}

/** What never came to be needs no removing. */
export async function removeIfThere(cluster: BenchCluster, path: string): Promise<void> {
  await cluster.send('DELETE', path).catch((error: Error) => {
    if (!error.message.includes(': 404 ')) throw error
  })
}
