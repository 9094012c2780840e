// What the container runtime mounts into every container: /dev, /proc, and the files of /etc that name the pod.
import { bytesOf } from '../../network/bytes.ts'
import type { Mount } from './file-system.ts'
import { directory, file, type DeviceNode, type DirectoryNode, type FileNode } from './file-tree.ts'

export interface PodNames {
  hostname: string
  /** With its subdomain, where the pod has one. */
  fqdn?: string
  address: string
  /** Lines of /etc/resolv.conf. */
  resolver: string[]
  /** Lines of hostAliases for /etc/hosts. */
  aliases: string[]
}

/** A disk of memory that every container has. */
export const sharedMemory = '/dev/shm'

/** Mounts in front of a container's own. `bootedSeconds`: since when the node is up. `terminationLogPath` is where the container may leave its last words. */
export function specialMounts(
  names: PodNames,
  terminationLogPath: string | undefined,
  nowMs: number,
  bootedSeconds: () => number = () => 0,
): Mount[] {
  const hosts = [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    `${names.address}\t${[names.fqdn, names.hostname.split('.')[0]].filter(Boolean).join('\t')}`,
    ...(names.aliases.length > 0 ? ['', '# Entries added by HostAliases.', ...names.aliases] : []),
  ]
  const text = (lines: string[]) => file(bytesOf(lines.map((line) => `${line}\n`).join('')), nowMs)
  return [
    { path: '/dev', node: devices(nowMs), readOnly: false },
    { path: sharedMemory, node: directory(nowMs, 0o1777), readOnly: false },
    { path: '/proc', node: processes(nowMs, bootedSeconds), readOnly: false },
    { path: '/etc/hosts', node: text(hosts), readOnly: false },
    { path: '/etc/hostname', node: text([names.hostname]), readOnly: false },
    { path: '/etc/resolv.conf', node: text(names.resolver), readOnly: false },
    ...(terminationLogPath ? [{ path: terminationLogPath, node: file('', nowMs), readOnly: false }] : []),
  ]
}

function devices(nowMs: number): DirectoryNode {
  const node = directory(nowMs)
  const device = (kind: DeviceNode['device']): DeviceNode => ({ kind: 'device', device: kind, modifiedMs: nowMs })
  for (const name of ['null', 'zero', 'stdin', 'stdout', 'stderr'] as const) node.entries.set(name, device(name))
  node.entries.set('random', device('random'))
  node.entries.set('urandom', device('random'))
  return node
}

/** Says something else whenever it is read; what is written goes nowhere. */
function live(text: () => string, nowMs: number): FileNode {
  return {
    kind: 'file',
    mode: 0o444,
    modifiedMs: nowMs,
    get data() {
      return bytesOf(text())
    },
    set data(_written) {},
  }
}

// `/proc/1/fd/1` is how a probe or a job writes into the container's log.
function processes(nowMs: number, bootedSeconds: () => number): DirectoryNode {
  const node = directory(nowMs)
  for (const [name, streams] of [
    ['1', ['null', 'container-stdout', 'container-stderr']],
    ['self', ['stdin', 'stdout', 'stderr']],
  ] as const) {
    const descriptors = directory(nowMs)
    for (const [number, device] of streams.entries()) {
      descriptors.entries.set(`${number}`, { kind: 'device', device, modifiedMs: nowMs })
    }
    const process = directory(nowMs)
    process.entries.set('fd', descriptors)
    node.entries.set(name, process)
  }
  node.entries.set(
    'uptime',
    live(() => `${bootedSeconds().toFixed(2)} ${bootedSeconds().toFixed(2)}\n`, nowMs),
  )
  node.entries.set('version', file('Linux version 6.8.0\n', nowMs))
  return node
}
