// How a container is made: environment, command, user, files. k8s: kuberuntime_container.go generateContainerConfig
import { seedOf, seededRandom } from '../random.ts'
import { services } from '../api/refs.ts'
import type { Container, Pod } from '../generated/types.ts'
import { bytesOf } from '../network/bytes.ts'
import { createContainerLog } from './container-log.ts'
import type { RunSpec } from './container-run.ts'
import { asBytes, ContainerConfigError, environmentOf, expandReferences } from './environment.ts'
import type { PresentImage } from './image-store.ts'
import { programs } from './images/index.ts'
import { meteredHost } from './metered-host.ts'
import type { NodeHost } from './node-host.ts'
import { fqdnOf, hostnameOf, lastRun, podLabel, type PodState } from './pod-state.ts'
import { createFileSystem, type Mount } from './runtime/file-system.ts'
import { bytesBelow, directory, type TreeNode } from './runtime/file-tree.ts'
import type { Machine } from './runtime/machine.ts'
import { createMemoryMeter } from './runtime/memory-meter.ts'
import { processesOf, targetMounts } from './shared-processes.ts'
import { sharedMemory, specialMounts } from './runtime/special-files.ts'
import { resolverLines, sandboxHost } from './sandbox.ts'
import { memoryLimit } from './transitions/pod-resize.ts'

/** Everything that the next run of a container needs. Throws ContainerConfigError. */
export async function runSpec(
  host: NodeHost,
  pod: Pod,
  state: PodState,
  container: Container,
  { image, reference }: PresentImage,
): Promise<RunSpec> {
  const { clock } = host.context
  const environment = await environmentOf(
    pod,
    container,
    {
      ...image.env,
      ...(image.versionVariable ? { [image.versionVariable]: reference.tag } : {}),
      HOSTNAME: hostnameOf(pod),
    },
    {
      client: host.context.client,
      services: () => host.context.informers.for(services).list(),
      node: host.volumes.node,
    },
  )
  const user = userOf(pod, container, image.user)
  const before = lastRun(state, container.name)
  const restartCount = before ? before.restartCount + 1 : (state.recovered.get(container.name)?.restartCount ?? 0)
  const lookup = (name: string): string | undefined => environment.get(name)
  const expand = (words: readonly string[] | undefined): string[] | undefined =>
    words?.map((word) => expandReferences(word, lookup))
  const command = [
    ...(expand(container.command) ?? image.entrypoint ?? []),
    ...(expand(container.args) ?? (container.command ? [] : (image.command ?? []))),
  ]
  if (command.length === 0) throw new ContainerConfigError('no command specified')
  const id = hexId(`${pod.metadata.uid}/${container.name}/${restartCount}`)
  const directoryPath = container.workingDir ?? image.workingDirectory ?? '/'
  const names = {
    hostname: hostnameOf(pod),
    ...(fqdnOf(pod) ? { fqdn: fqdnOf(pod)! } : {}),
    address: state.address!,
    resolver: resolverLines(pod),
    aliases: (pod.spec?.hostAliases ?? []).map(({ ip, hostnames }) => [ip, ...(hostnames ?? [])].join('\t')),
  }
  const mounts = [
    ...specialMounts(
      names,
      container.terminationMessagePath ?? '/dev/termination-log',
      clock.now(),
      () => (clock.now() - host.bootMs) / 1000,
    ),
    ...containerMounts(pod, state, container, lookup, clock.now()),
    ...targetMounts(state, container),
  ]
  const root = image.tree(clock.now())
  const memory = createMemoryMeter(
    memoryLimit(state.allocation.granted.get(container.name) ?? container.resources ?? {}),
    memoryDisks(pod, state, mounts),
    () => machine.processes.killAll(),
  )
  const imageFileBytes = bytesBelow(root)
  const files = createFileSystem(root, mounts, {
    now: () => clock.now(),
    readOnlyRoot: container.securityContext?.readOnlyRootFilesystem ?? false,
    onGrow: (disk, bytes) => memory.grow(disk, bytes),
  })
  if (!files.lookup(directoryPath)) files.makeDirectory(directoryPath, { parents: true })
  const log = createContainerLog(clock)
  const machine: Machine = {
    clock,
    random: () => host.context.random(),
    host: meteredHost(sandboxHost(host, pod, state), () => machine, image.requestMs ?? 0.5),
    processes: processesOf(pod, state, container, () => machine),
    memory,
    log,
    context: host.context,
    nodeName: host.name,
    user,
    programs,
    onError: (error) => host.onError(error),
  }
  return {
    id,
    spec: container,
    restartCount,
    imageName: reference.full,
    imageId: `${reference.name}@${image.digest}`,
    user,
    log,
    files,
    machine,
    stopSignal: image.stopSignal ?? 15,
    imageFileBytes,
    memoryBytes: (image.memoryMiB ?? 0.3) * 1024 * 1024,
    command: command.map(bytesOf),
    environment: asBytes(environment),
    directory: directoryPath,
  }
}

/** Trees that live in memory: /dev/shm and emptyDirs of medium Memory. */
function memoryDisks(pod: Pod, state: PodState, mounts: Mount[]): TreeNode[] {
  const volumes = (pod.spec?.volumes ?? []).filter(({ emptyDir }) => emptyDir?.medium === 'Memory')
  const trees = [
    mounts.find(({ path }) => path === sharedMemory)?.node,
    ...volumes.map(({ name }) => state.volumes.get(name)),
  ]
  return trees.filter((tree) => tree !== undefined)
}

// k8s: pkg/kubelet/kuberuntime/security_context.go verifyRunAsNonRoot
function userOf(pod: Pod, container: Container, imageUser: number | string | undefined): number {
  const { securityContext: own } = container
  const { securityContext: shared } = pod.spec ?? {}
  const given = own?.runAsUser ?? shared?.runAsUser
  const mustNotBeRoot = own?.runAsNonRoot ?? shared?.runAsNonRoot ?? false
  const where = `(pod: "${podLabel(pod)}", container: ${container.name})`
  if (mustNotBeRoot) {
    if (given === 0) throw new ContainerConfigError(`container's runAsUser breaks non-root policy ${where}`)
    if (given === undefined && typeof imageUser === 'string') {
      throw new ContainerConfigError(
        `container has runAsNonRoot and image has non-numeric user (${imageUser}), cannot verify user is non-root ${where}`,
      )
    }
    if (given === undefined && (imageUser ?? 0) === 0)
      throw new ContainerConfigError(`container has runAsNonRoot and image will run as root ${where}`)
  }
  return given ?? (typeof imageUser === 'number' ? imageUser : 0)
}

function containerMounts(
  pod: Pod,
  state: PodState,
  container: Container,
  lookup: (name: string) => string | undefined,
  nowMs: number,
): Mount[] {
  return (container.volumeMounts ?? []).map((mount) => {
    const node = state.volumes.get(mount.name) ?? directory(nowMs)
    const subPath = mount.subPathExpr ? expandReferences(mount.subPathExpr, lookup) : (mount.subPath ?? '')
    const path = mount.mountPath.replace(/\/+$/, '') || '/'
    if (!subPath) return { path, node, readOnly: mount.readOnly ?? false }
    if (node.kind !== 'directory')
      throw new ContainerConfigError(
        `failed to prepare subPath for volumeMount "${mount.name}" of container "${container.name}"`,
      )
    const inner = createFileSystem(node, [], { now: () => nowMs })
    const target = inner.absolute(subPath, '/')
    if (!inner.lookup(target)) inner.makeDirectory(target, { parents: true })
    return { path, node: inner.lookup(target)!, readOnly: mount.readOnly ?? false }
  })
}

/** The id of a run: always the same for the same run, and unlike any other. */
function hexId(text: string): string {
  const random = seededRandom(seedOf(text))
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('')
}
