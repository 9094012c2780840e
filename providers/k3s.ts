// k3s in containers, through testcontainers: real Kubernetes, several nodes. The default where a Docker engine answers.
import { randomBytes } from 'node:crypto'
import { KubeConfig, VersionApi } from '@kubernetes/client-node'
import {
  type ContainerRuntimeClient,
  getContainerRuntimeClient,
  ImageName,
  type StartedTestContainer,
} from 'testcontainers'
import { ownLabels, removeLeftovers } from './k3s/leftovers.ts'
import { agentContainer, type NodeOptions, serverContainer } from './k3s/node-container.ts'
import { loadLabImages } from './k3s/lab-images.ts'
import { nameProvisionerImage } from './k3s/provisioner-image.ts'
import { untilReady } from './k3s/readiness.ts'
import { withExtension } from './kubeconfig.ts'
import { withSignedUsers } from './users/signed-users.ts'
import type { Cluster, ClusterSpec, Progress, Provider } from './provider.ts'

/** Real k3s of the version that the embedded engine imitates. */
const defaultImage = 'rancher/k3s:v1.35.1-k3s1'
const startupTimeoutMs = 240_000
/** Clusters at the same time: each is several nodes, and a laptop has room for few. */
const clustersMax = 3

/**
 * TIMONEL_K3S_IMAGE names another image; TIMONEL_K3S_ARCHIVES a folder of image archives to load into every node,
 * for machines that can pull none.
 */
export function k3sProvider(): Provider {
  const running = new Map<string, Promise<Cluster>>()
  return {
    name: 'k3s',
    async unavailable() {
      try {
        await removeLeftovers(await getContainerRuntimeClient())
        return undefined
      } catch (error) {
        return `Docker no contesta en esta máquina (${firstLine(error)}). Arráncalo, o usa el motor incorporado: --cluster embedded.`
      }
    },
    start(spec, onProgress = () => {}, signal) {
      const found = running.get(spec.id)
      if (found) {
        // To the end of the line: it was asked for just now.
        running.delete(spec.id)
        running.set(spec.id, found)
        return found
      }
      const starting = makeRoom(running).then(() => start(spec, onProgress, signal, () => running.delete(spec.id)))
      running.set(spec.id, starting)
      starting.catch(() => running.delete(spec.id))
      return starting
    },
    async close() {
      for (const started of await Promise.allSettled(running.values())) {
        if (started.status === 'fulfilled') await started.value.stop()
      }
    },
  }
}

/** Stops the clusters that nobody has asked for the longest; their learners' files stay, and asking again starts a new one. */
async function makeRoom(running: Map<string, Promise<Cluster>>): Promise<void> {
  for (const [id, oldest] of [...running].slice(0, Math.max(running.size - clustersMax + 1, 0))) {
    running.delete(id)
    await oldest.then(
      (cluster) => cluster.stop(),
      () => {},
    )
  }
}

async function start(
  spec: ClusterSpec,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal | undefined,
  onStopped: () => void,
): Promise<Cluster> {
  const begun = performance.now()
  const client = await getContainerRuntimeClient()
  const image = process.env['TIMONEL_K3S_IMAGE'] || defaultImage
  const archives = process.env['TIMONEL_K3S_ARCHIVES']
  if (!(await client.image.exists(ImageName.fromString(image)))) {
    onProgress({ stage: 'pulling', text: `Descargando ${image} (solo la primera vez)` })
  }
  const name = `timonel-${spec.id}-${randomBytes(3).toString('hex')}`
  const labels = ownLabels()
  const network = await client.network.create({ Name: name, Labels: labels })
  await client.container.dockerode.createVolume({ Name: name, Labels: labels })
  const options: NodeOptions = {
    image,
    network: name,
    labels,
    token: randomBytes(16).toString('hex'),
    server: name,
    sharedVolume: name,
    startupTimeoutMs,
    ...(archives ? { archives } : {}),
  }
  const containers: StartedTestContainer[] = []
  const stop = async (): Promise<void> => {
    onStopped()
    await Promise.all(containers.splice(0).map((container) => container.stop({ removeVolumes: true, timeout: 0 })))
    await network.remove().catch(() => {})
    await client.container.dockerode
      .getVolume(name)
      .remove()
      .catch(() => {})
  }
  try {
    const timeout = AbortSignal.timeout(startupTimeoutMs)
    const waiting = signal ? AbortSignal.any([signal, timeout]) : timeout
    const kubeconfig = await startNodes(spec, options, containers, onProgress, waiting)
    const extension = {
      engine: 'k3s' as const,
      kubernetes: await version(kubeconfig),
      readyMs: Math.round(performance.now() - begun),
      ...(spec.ingress ? { ingress: ingressUrl(containers[0]!) } : {}),
      machines: machinesOf(spec, name),
    }
    const whole = withExtension(await withSignedUsers(kubeconfig, spec.users ?? []), extension)
    onProgress({ stage: 'ready', text: 'Listo' })
    return { id: spec.id, kubeconfig: whole, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    const log = await lastLines(client, name)
    await stop().catch(() => {})
    await removeLeftovers(client, name)
    const sentence = `No se ha podido arrancar k3s: ${firstLine(error)}. Puedes usar el motor incorporado: --cluster embedded.`
    throw new Error(log ? `${sentence}\nLo último que dijo el servidor:\n${log}` : sentence, { cause: error })
  }
}

async function startNodes(
  spec: ClusterSpec,
  options: NodeOptions,
  containers: StartedTestContainer[],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<string> {
  const [first, ...others] = spec.nodes
  if (!first) throw new Error('un cluster k3s necesita al menos un nodo')
  onProgress({ stage: 'starting', text: `Arrancando ${first.name}` })
  const disable = [
    ...(spec.metrics ? [] : ['metrics-server']),
    ...(spec.ingress ? [] : ['traefik']),
    ...(spec.storage ? [] : ['local-storage']),
    ...(spec.serviceLb === false ? ['servicelb'] : []),
  ]
  const server = await serverContainer(first, options, disable).start()
  containers.push(server)
  const joined = await Promise.allSettled(
    others.map(async (node) => {
      onProgress({ stage: 'joining', text: `Uniendo ${node.name}` })
      containers.push(await agentContainer(node, options).start())
    }),
  )
  for (const result of joined) if (result.status === 'rejected') throw result.reason
  const kubeconfig = server.getKubeConfig()
  const config = new KubeConfig()
  config.loadFromString(kubeconfig)
  await untilReady(config, spec, (missing) => onProgress({ stage: 'joining', text: `Esperando a ${missing}` }), signal)
  if (spec.storage) await nameProvisionerImage(config, containers)
  if (spec.images?.length) await loadLabImages(spec.images, containers)
  return kubeconfig
}

/** As node-container.ts names them. */
function machinesOf({ nodes }: ClusterSpec, server: string): Record<string, string> {
  return Object.fromEntries(nodes.map(({ name }, index) => [name, index === 0 ? server : `${server}-${name}`]))
}

function ingressUrl(server: StartedTestContainer): string {
  return `http://${server.getHost()}:${server.getMappedPort(80)}`
}

async function version(kubeconfig: string): Promise<string> {
  const config = new KubeConfig()
  config.loadFromString(kubeconfig)
  return (await config.makeApiClient(VersionApi).getCode()).gitVersion
}

const logLinesShown = 20

/** The last lines of a container's log; '' when it has none or is not there. */
async function lastLines(client: ContainerRuntimeClient, name: string): Promise<string> {
  try {
    const log = await client.container.dockerode
      .getContainer(name)
      .logs({ stdout: true, stderr: true, tail: logLinesShown })
    return unframed(log).trim()
  } catch {
    return ''
  }
}

/** Docker puts eight bytes in front of each piece of the two streams: which stream, and how long. */
function unframed(log: Buffer): string {
  let text = ''
  for (let at = 0; at + 8 <= log.length; at += 8 + log.readUInt32BE(at + 4)) {
    text += log.toString('utf8', at + 8, at + 8 + log.readUInt32BE(at + 4))
  }
  return text
}

function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0]!
}
