// The Node object that an agent registers and keeps. k8s: pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go
import { timestamp } from '../clock.ts'
import type { CSINode, Node, NodeCondition, NodeStatus } from '../generated/types.ts'
import { seededRandom, seedOf } from '../random.ts'

/** A node as a lab asks for it. */
export interface NodeSpec {
  name: string
  labels?: Record<string, string>
  /** `key=value:Effect` or `key:Effect`. */
  taints?: string[]
  /** Over the usual 2 CPU, 4 GiB and 110 pods. */
  capacity?: Record<string, string>
  /** The node's own address, unlike any other node's. */
  address: string
  /** The range of its pods' addresses: `10.42.0.0/24`. */
  podCIDR: string
  /** How its cloud calls it. */
  providerID?: string
  /** Names of the images that are there from the start. */
  images?: string[]
  /** How long its container runtime takes to make a pod's sandbox, milliseconds: 0 where nothing is said, about 1000 on a machine with containers. */
  sandboxMs?: number
}

const defaultCapacity = { cpu: '2', memory: '4028440Ki', 'ephemeral-storage': '61202244Ki', pods: '110' }
const zeroResources = { 'hugepages-1Gi': '0', 'hugepages-2Mi': '0' }

export function nodeObject(spec: NodeSpec, nowMs: number): Node {
  const labels = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/instance-type': 'k3s',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': spec.name,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'k3s',
    ...spec.labels,
  }
  const taints = (spec.taints ?? []).map(parseTaint)
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: spec.name,
      labels,
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: spec.podCIDR,
      podCIDRs: [spec.podCIDR],
      ...(spec.providerID ? { providerID: spec.providerID } : {}),
      ...(taints.length > 0 ? { taints } : {}),
    },
    status: nodeStatus(spec, undefined, nowMs),
  }
}

/** In-tree plugins whose volumes a CSI driver serves now. k8s: pkg/volume/csi/nodeinfomanager */
const migratedPlugins = [
  'aws-ebs',
  'azure-disk',
  'azure-file',
  'cinder',
  'gce-pd',
  'portworx-volume',
  'vsphere-volume',
].map((name) => `kubernetes.io/${name}`)

/** What the agent says of its CSI drivers: none, here. */
export function csiNodeObject({ metadata }: Node): CSINode {
  const { name, uid } = metadata
  return {
    metadata: {
      name: name!,
      annotations: { 'storage.alpha.kubernetes.io/migrated-plugins': migratedPlugins.join(',') },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: name!, uid: uid! }],
    },
    spec: { drivers: [] },
  }
}

/** The status at an instant; conditions that have not changed keep their time. */
export function nodeStatus(spec: NodeSpec, old: NodeStatus | undefined, nowMs: number): NodeStatus {
  // What others say that the node has is its capacity too. k8s: nodestatus MachineInfo
  const extended = Object.entries(old?.capacity ?? {}).filter(([name]) => name.includes('/'))
  const capacity = { ...defaultCapacity, ...zeroResources, ...spec.capacity, ...Object.fromEntries(extended) }
  return {
    ...old,
    addresses: [
      { type: 'InternalIP', address: spec.address },
      { type: 'Hostname', address: spec.name },
    ],
    capacity,
    allocatable: capacity,
    conditions: conditions(old, nowMs),
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: uuid(`${spec.name}/boot`),
      containerRuntimeVersion: 'containerd://2.1.5',
      kernelVersion: '6.8.0-timonel',
      kubeProxyVersion: '',
      kubeletVersion: 'v1.35.1',
      machineID: uuid(`${spec.name}/machine`).replaceAll('-', ''),
      operatingSystem: 'linux',
      osImage: 'Timonel',
      systemUUID: uuid(`${spec.name}/system`),
    },
  }
}

function conditions(old: NodeStatus | undefined, nowMs: number): NodeCondition[] {
  const now = timestamp(nowMs)
  const condition = (type: string, status: string, reason: string, message: string): NodeCondition => {
    const before = old?.conditions?.find((one) => one.type === type)
    const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? now) : now
    return { type, status, reason, message, lastHeartbeatTime: now, lastTransitionTime }
  }
  return [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
  ]
}

function parseTaint(text: string): { key: string; value?: string; effect: string } {
  const found = /^([^=:]+)(?:=([^:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(text)
  if (!found)
    throw new Error(`taint "${text}": se esperaba clave=valor:Efecto, con NoSchedule, PreferNoSchedule o NoExecute`)
  const [, key = '', value, effect = ''] = found
  return { key, ...(value ? { value } : {}), effect }
}

function uuid(seed: string): string {
  const random = seededRandom(seedOf(seed))
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
