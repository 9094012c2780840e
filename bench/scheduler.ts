// How long pods take from their creation until each has its node, on nodes that only exist on paper, so that what is
// timed is API and scheduler alone.
import { embeddedProvider } from '../providers/embedded.ts'
import { type BenchCluster, connect } from './cluster.ts'
import { createPaperNode, forEach, removeIfThere } from './paper-nodes.ts'

interface Size {
  pods: number
  nodes: number
  /** The middle one of so many rounds counts. */
  rounds: number
}

/** The first is what is promised; the second shows that a pod costs the same in a larger cluster. */
const sizes: Size[] = [
  { pods: 1000, nodes: 100, rounds: 3 },
  { pods: 5000, nodes: 500, rounds: 1 },
]
const namespace = 'default'
const podsPath = `/api/v1/namespaces/${namespace}/pods`

/** Prints a line a size; with the kubeconfig of a real control plane, its figures and the ratio too. */
export async function schedulerBench(folder: string, peerKubeconfig: string | undefined): Promise<void> {
  const provider = embeddedProvider(`${folder}/scheduler`)
  try {
    const embedded = await provider.start({ id: 'scheduler', nodes: [], ingress: false, storage: false })
    await using ours = connect(embedded.kubeconfig)
    const peer = peerKubeconfig === undefined ? undefined : connect(peerKubeconfig)
    for (const size of sizes) {
      const times: { mine: number[]; theirs: number[] } = { mine: [], theirs: [] }
      for (let round = 0; round < size.rounds; round++) {
        times.mine.push(await createToScheduled(ours, size))
        if (peer) times.theirs.push(await createToScheduled(peer, size))
      }
      const mine = middle(times.mine)!
      const theirs = middle(times.theirs)
      const each = (ms: number): string => `${ms.toFixed(0)} ms, ${(ms / size.pods).toFixed(2)} a pod`
      const beside = theirs === undefined ? '' : `; real ${each(theirs)}; ratio ${(mine / theirs).toFixed(3)}`
      console.log(`create → scheduled, ${size.pods} pods on ${size.nodes} nodes: ${each(mine)}${beside}`)
    }
    await peer?.[Symbol.asyncDispose]()
  } finally {
    await provider.close()
  }
}

function middle(times: number[]): number | undefined {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]
}

/** Milliseconds; leaves nothing behind. */
async function createToScheduled(cluster: BenchCluster, size: Size): Promise<number> {
  const label = `bench-${Date.now().toString(36)}`
  const names = (kind: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `${label}-${kind}-${at}`)
  const nodes = names('node', size.nodes)
  const pods = names('pod', size.pods)
  try {
    await forEach(nodes, (name) => createPaperNode(cluster, name))
    const placed = new Set<string>()
    const all = cluster.until(`${podsPath}?labelSelector=bench=${label}`, ({ metadata, spec }) => {
      if (spec?.nodeName) placed.add(metadata.name)
      return placed.size === size.pods
    })
    const begun = performance.now()
    await forEach(pods, (name) => cluster.send('POST', podsPath, pod(name, label)))
    await all
    return performance.now() - begun
  } finally {
    await forEach(pods, (name) => removeIfThere(cluster, `${podsPath}/${name}?gracePeriodSeconds=0`))
    await forEach(nodes, (name) => removeIfThere(cluster, `/api/v1/nodes/${name}`))
  }
}

function pod(name: string, label: string): object {
  return {
    metadata: { name, labels: { bench: label } },
    spec: {
      containers: [{ name: 'c', image: 'busybox', resources: { requests: { cpu: '100m', memory: '50Mi' } } }],
    },
  }
}
