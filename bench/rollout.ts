// How long the controllers take to put new pods in the place of old ones, on nodes that only exist on paper: no pod there is
// ever ready, so the rollout may replace them all at once, and what is timed is controllers, scheduler and API.
import { embeddedProvider } from '../providers/embedded.ts'
import { type BenchCluster, connect } from './cluster.ts'
import { createPaperNode, forEach, removeIfThere } from './paper-nodes.ts'

const replicas = 100
const nodeCount = 10
const rounds = 3

const deployments = '/apis/apps/v1/namespaces/default/deployments'

/** Prints a line; with the kubeconfig of a real control plane, its figures and the ratio too. */
export async function rolloutBench(folder: string, peerKubeconfig: string | undefined): Promise<void> {
  const provider = embeddedProvider(`${folder}/rollout`)
  try {
    const embedded = await provider.start({ id: 'rollout', nodes: [], ingress: false, storage: false })
    await using ours = connect(embedded.kubeconfig)
    const peer = peerKubeconfig === undefined ? undefined : connect(peerKubeconfig)
    const times: { mine: number[]; theirs: number[] } = { mine: [], theirs: [] }
    for (let round = 0; round < rounds; round++) {
      times.mine.push(await rollout(ours))
      if (peer) times.theirs.push(await rollout(peer))
    }
    const mine = middle(times.mine)!
    const theirs = middle(times.theirs)
    const beside = theirs === undefined ? '' : `; real ${theirs.toFixed(0)} ms; ratio ${(mine / theirs).toFixed(3)}`
    console.log(`patch → rolled out, ${replicas} replicas: ${mine.toFixed(0)} ms${beside}`)
    await peer?.[Symbol.asyncDispose]()
  } finally {
    await provider.close()
  }
}

function middle(times: number[]): number | undefined {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]
}

/** Milliseconds; leaves nothing behind. */
async function rollout(cluster: BenchCluster): Promise<number> {
  const name = `rollout-${Date.now().toString(36)}`
  const nodes = Array.from({ length: nodeCount }, (_, at) => `${name}-node-${at}`)
  const pods = `/api/v1/namespaces/default/pods?labelSelector=app=${name}`
  try {
    await forEach(nodes, (node) => createPaperNode(cluster, node))
    const first = allPlaced(cluster, pods, 'first')
    await cluster.send('POST', deployments, deployment(name))
    await first
    const second = allPlaced(cluster, pods, 'second')
    const settled = cluster.until(
      `${deployments}?fieldSelector=metadata.name=${name}`,
      ({ status }) => status?.updatedReplicas === replicas && status.replicas === replicas,
    )
    const begun = performance.now()
    await cluster.send('PATCH', `${deployments}/${name}`, {
      spec: { template: { metadata: { labels: { turn: 'second' } } } },
    })
    await Promise.all([second, settled])
    return performance.now() - begun
  } finally {
    await removeIfThere(cluster, `${deployments}/${name}?propagationPolicy=Background`)
    await forEach(nodes, (node) => removeIfThere(cluster, `/api/v1/nodes/${node}`))
  }
}

function allPlaced(cluster: BenchCluster, pods: string, turn: string): Promise<void> {
  const placed = new Set<string>()
  return cluster.until(pods, ({ metadata, spec }) => {
    if (spec?.nodeName && metadata.labels?.['turn'] === turn) placed.add(metadata.name)
    return placed.size === replicas
  })
}

function deployment(name: string): object {
  return {
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      strategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: '100%' } },
      template: {
        metadata: { labels: { app: name, turn: 'first' } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'c', image: 'busybox', resources: { requests: { cpu: '100m', memory: '50Mi' } } }],
        },
      },
    },
  }
}
