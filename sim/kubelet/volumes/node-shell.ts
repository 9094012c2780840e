// Commands that the node agent runs on its own node, such as the helper programs of mount(8).
import { bytesOf, textOf, type Bytes } from '../../network/bytes.ts'
import type { Context } from '../../client/context.ts'
import type { Network } from '../../network/network.ts'
import { createPipe, readAll, sourceOf, type ByteSink } from '../../network/pipe.ts'
import { busyboxTree } from '../images/busybox.ts'
import { programs } from '../images/index.ts'
import { defaultPath, loadExecutable } from '../runtime/executable.ts'
import { createFileSystem, type FileSystem, type Mount } from '../runtime/file-system.ts'
import { file, type DirectoryNode, type TreeNode } from '../runtime/file-tree.ts'
import type { Machine } from '../runtime/machine.ts'
import { createMemoryMeter } from '../runtime/memory-meter.ts'
import { createProcessTable } from '../runtime/process-table.ts'
import type { Program } from '../runtime/process.ts'
import { specialMounts } from '../runtime/special-files.ts'

/** How a command ended. */
export interface NodeRun {
  code: number
  /** Both streams, in order of writing. */
  output: string
  /** What it mounted, by path. */
  mounted: ReadonlyMap<string, TreeNode>
}

/** Runs an executable file of the node; undefined when there is none, or it cannot be executed. */
export type NodeShell = (command: [string, ...string[]]) => Promise<NodeRun | undefined>

export interface NodeShellOptions {
  context: Context
  network: Network
  node: { name: string; address: string }
  /** The node's disk, and what is mounted in it. */
  root: DirectoryNode
  mounts: Mount[]
}

const outputBytesMax = 10_240

/** A shell over the node's disk, with busybox' commands. */
export function createNodeShell({ context, network, node, root, mounts }: NodeShellOptions): NodeShell {
  const { clock } = context
  return async (command) => {
    const mounted = new Map<string, TreeNode>()
    const files = nodeFiles(root, mounts, node, clock.now())
    const machine: Machine = {
      clock,
      random: () => context.random(),
      host: nodePlace(network, node),
      processes: createProcessTable(() => machine),
      memory: createMemoryMeter(undefined, [], () => machine.processes.killAll()),
      log: { output: nowhere, errors: nowhere },
      context,
      nodeName: node.name,
      user: 0,
      programs: new Map([...programs, ['node-mount', bindMount(mounted)]]),
      onError: (error) => context.onError(`kubelet ${node.name}`, error),
    }
    const executable = loadExecutable(machine, files, command[0], command.map(bytesOf))
    if (typeof executable === 'string') return undefined
    const output = createPipe()
    const handle = machine.processes.spawn({
      args: executable.args,
      program: executable.program,
      env: new Map<string, Bytes>([['PATH', defaultPath]]),
      directory: '/',
      files,
      input: sourceOf(''),
      output,
      errors: output,
    })!
    const text = readAll(output, outputBytesMax)
    const code = await handle.exit
    machine.processes.killAll()
    output.close()
    return { code, output: textOf(await text), mounted }
  }
}

const nowhere: ByteSink = { write: async () => true, close: () => undefined }

function nodeFiles(root: DirectoryNode, mounts: Mount[], node: NodeShellOptions['node'], nowMs: number): FileSystem {
  const bin = busyboxTree(nowMs).entries.get('bin') as DirectoryNode
  bin.entries.set('mount', { ...file('', nowMs, 0o755), program: 'node-mount' })
  const names = { hostname: node.name, address: node.address, resolver: [], aliases: [] }
  const all = [...specialMounts(names, undefined, nowMs), ...mounts, { path: '/bin', node: bin, readOnly: false }]
  return createFileSystem(root, all, { now: () => nowMs })
}

/** The node's own place in the network. Names are not for it to resolve: the cluster's DNS is for pods. */
function nodePlace(network: Network, { name, address }: NodeShellOptions['node']): Machine['host'] {
  const origin = { address, nodeName: name }
  return {
    hostname: name,
    address,
    listen: (port, listener, loopback) => network.listen(address, port, listener, loopback),
    connect: (host, port, signal) => network.connect(origin, host, port, signal),
    http: (host, port, request, signal) => network.http(origin, host, port, request, signal),
    ask: async () => 'silent',
    resolve: async (host) => (host === name ? { name, addresses: [address] } : undefined),
    ports: () => network.portsOf(address),
  }
}

/** `mount --bind SOURCE TARGET`: what a script mounts is noted, not done, since nothing else runs on the node. */
function bindMount(mounted: Map<string, TreeNode>): Program {
  return async (process) => {
    const words = process.args.slice(1).map(textOf)
    const binds = words.some((word) => ['--bind', '-B', '--rbind', '-R'].includes(word) || /^(-o)?r?bind$/.test(word))
    const [source = '', target = ''] = words.filter((word) => !word.startsWith('-') && !/^r?bind$/.test(word))
    if (!binds || !target) {
      await process.complain("mount: bad usage\nTry 'mount --help' for more information.\n")
      return 1
    }
    const node = process.files.lookup(process.path(source))
    if (!node) {
      await process.complain(`mount: ${target}: special device ${source} does not exist.\n`)
      return 32
    }
    mounted.set(process.path(target), node)
    return 0
  }
}
