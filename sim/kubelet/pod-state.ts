// What the node agent knows of one pod besides the API object: its sandbox, volumes and the runs of its containers.
import type { Container, ContainerState, ContainerStatus, Pod } from '../generated/types.ts'
import type { ContainerRun } from './container-run.ts'
import { firstAllocation, type Allocation } from './transitions/pod-resize.ts'
import type { ProbeResults } from './probes/steps.ts'
import type { ProcessTable } from './runtime/process-table.ts'
import type { TreeNode } from './runtime/file-tree.ts'

export type ProbeKind = 'startup' | 'liveness' | 'readiness'
export type ProbeResult = 'success' | 'failure'

/** Why a container waits, as its status tells it. */
export interface WaitingReason {
  reason: string
  message: string
}

export interface PodState {
  readonly uid: string
  startMs: number
  /** The sandbox' address; undefined until there is a sandbox. */
  address?: string
  /** The address of the sandbox it had, until that is opened again. */
  keptAddress?: string
  sandboxUp: boolean
  /** Takes the address down again. */
  detach?: () => void
  volumes: Map<string, TreeNode>
  /** Runs by container, newest last; the one before is kept for its log and state. */
  runs: Map<string, ContainerRun[]>
  reasons: Map<string, WaitingReason>
  /** Results by run, then by probe. */
  results: ProbeResults
  /** Why the pod as a whole failed: DeadlineExceeded, Evicted. `graceSeconds`: how long its containers get, unless it says. */
  failure?: { reason: string; message: string; graceSeconds?: number }
  /** CPU and memory that its containers have. */
  allocation: Allocation
  /** What its containers share with `shareProcessNamespace`. */
  processes?: ProcessTable
  /** What ran before the node agent itself started, by container. */
  recovered: Map<string, { restartCount: number; last: ContainerState }>
  /** What the API says of containers that go on, by container, until they have been taken up. */
  resumed: Map<string, ContainerStatus>
  /** True once every container is down for good. */
  finished: boolean
}

/** @param nowMs when the node agent first saw the pod @param resumes its containers go on, where others were lost */
export function createPodState(pod: Pod, nowMs: number, resumes: boolean): PodState {
  const recovered: PodState['recovered'] = new Map()
  const resumed: PodState['resumed'] = new Map()
  for (const status of [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]) {
    if (!status.containerID) continue
    const { running, terminated } = status.state ?? {}
    if (resumes && running) {
      resumed.set(status.name, status)
      recovered.set(status.name, { restartCount: status.restartCount, last: status.lastState ?? {} })
      continue
    }
    const last: ContainerState = {
      terminated: terminated ?? {
        exitCode: 255,
        reason: 'Unknown',
        startedAt: running?.startedAt ?? pod.metadata.creationTimestamp!,
        finishedAt: running?.startedAt ?? pod.metadata.creationTimestamp!,
        containerID: status.containerID,
      },
    }
    recovered.set(status.name, { restartCount: status.restartCount + 1, last })
  }
  return {
    uid: pod.metadata.uid!,
    startMs: pod.status?.startTime ? Date.parse(pod.status.startTime) : nowMs,
    sandboxUp: false,
    volumes: new Map(),
    runs: new Map(),
    reasons: new Map(),
    results: new Map(),
    allocation: firstAllocation(pod),
    recovered,
    resumed,
    finished: false,
  }
}

export function lastRun(state: PodState, name: string): ContainerRun | undefined {
  return state.runs.get(name)?.at(-1)
}

/** Init containers that stay: sidecars. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always'
}

/** Containers added to look at a running pod. */
function isEphemeral(pod: Pod, name: string): boolean {
  return pod.spec?.ephemeralContainers?.some((one) => one.name === name) ?? false
}

/** Would a run that is over be followed by another one? */
export function restarts(pod: Pod, container: Container, exitCode: number): boolean {
  if (isEphemeral(pod, container.name)) return false
  if (isSidecar(container)) return true
  if (pod.spec?.restartPolicy === 'Never') return false
  return pod.spec?.restartPolicy !== 'OnFailure' || exitCode !== 0
}

/** `name_namespace(uid)`, as messages name a pod. */
export function podLabel(pod: Pod): string {
  return `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`
}

/** `spec.containers{web}`: how events name a container. */
export function fieldPathOf(pod: Pod, container: Container): string {
  const isInit = pod.spec?.initContainers?.some(({ name }) => name === container.name)
  const list = isInit ? 'initContainers' : isEphemeral(pod, container.name) ? 'ephemeralContainers' : 'containers'
  return `spec.${list}{${container.name}}`
}

/** The name that a pod's processes see. */
export function hostnameOf(pod: Pod): string {
  const { hostname = pod.metadata.name!.slice(0, 63), setHostnameAsFQDN } = pod.spec ?? {}
  return setHostnameAsFQDN ? (fqdnOf(pod) ?? hostname) : hostname
}

/** The name with the pod's subdomain; undefined where it has none. */
export function fqdnOf(pod: Pod): string | undefined {
  const { hostname = pod.metadata.name!.slice(0, 63), subdomain } = pod.spec ?? {}
  return subdomain ? `${hostname}.${subdomain}.${pod.metadata.namespace}.svc.cluster.local` : undefined
}
