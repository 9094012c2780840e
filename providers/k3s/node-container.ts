// The containers that are a k3s cluster's nodes, as testcontainers makes them.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { K3sContainer } from '@testcontainers/k3s'
import { GenericContainer, Wait } from 'testcontainers'
import type { NodeSpec } from '../provider.ts'

/** What all nodes of one cluster share. */
export interface NodeOptions {
  image: string
  network: string
  /** On every container, so that a later start finds what a crash left. */
  labels: Record<string, string>
  token: string
  /** Name of the server's container, which resolves on the network. */
  server: string
  /** Docker volume that every node sees: the storage network of the cluster. */
  sharedVolume: string
  /** Folder of image archives to load into the node; none: k3s pulls. */
  archives?: string
  startupTimeoutMs: number
}

/** Where the nodes of the embedded engine see theirs too. */
const sharedFolder = '/srv/nas'
const archiveFolder = '/var/lib/rancher/k3s/agent/images'

/** The first node: control plane and worker. @param disable k3s components to leave out. */
export function serverContainer(spec: NodeSpec, options: NodeOptions, disable: string[]): K3sContainer {
  const container = new ServerContainer(options.image)
    .withCommand([
      'server',
      ...disable.map((component) => `--disable=${component}`),
      `--tls-san=${options.server}`,
      ...nodeArguments(spec),
    ])
    .withExposedPorts(80)
    .withEnvironment({ K3S_TOKEN: options.token })
  return prepared(container, options.server, options)
}

/** Another node, which joins the server. */
export function agentContainer(spec: NodeSpec, options: NodeOptions): GenericContainer {
  const container = new AgentContainer(options.image)
    .withCommand(['agent', ...nodeArguments(spec)])
    .withEnvironment({ K3S_TOKEN: options.token, K3S_URL: `https://${options.server}:6443` })
    .withPrivilegedMode()
    .withTmpFs({ '/run': 'rw', '/var/run': 'rw' })
    // No log line says the same in every version: the API tells when the node is there.
    .withWaitStrategy(Wait.forLogMessage(/./))
  return prepared(container, `${options.server}-${spec.name}`, options)
}

// Two kubelets on one cgroup tree clean up each other's pods: every node gets a namespace of its own, and no bind.
const privateCgroup = { CgroupnsMode: 'private' }

class ServerContainer extends K3sContainer {
  constructor(image: string) {
    super(image)
    Object.assign(this.hostConfig, privateCgroup, { Binds: [] })
  }
}

class AgentContainer extends GenericContainer {
  constructor(image: string) {
    super(image)
    Object.assign(this.hostConfig, privateCgroup)
  }
}

function prepared<T extends GenericContainer>(container: T, name: string, options: NodeOptions): T {
  const files = options.archives ? readdirSync(options.archives).filter((file) => file.endsWith('.tar')) : []
  return container
    .withName(name)
    .withNetworkMode(options.network)
    .withLabels(options.labels)
    .withStartupTimeout(options.startupTimeoutMs)
    .withBindMounts([{ source: options.sharedVolume, target: sharedFolder }])
    .withCopyFilesToContainer(
      files.map((file) => ({ source: join(options.archives!, file), target: `${archiveFolder}/${file}` })),
    )
}

function nodeArguments({ name, labels = {}, taints = [] }: NodeSpec): string[] {
  return [
    `--node-name=${name}`,
    ...Object.entries(labels).map(([key, value]) => `--node-label=${key}=${value}`),
    ...taints.map((taint) => `--node-taint=${taint}`),
  ]
}
