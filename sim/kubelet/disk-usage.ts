// How much of the node's disk a pod takes, and when that is too much: emptyDir sizeLimit and ephemeral-storage limits. k8s: pkg/kubelet/eviction/eviction_manager.go localStorageEviction
import { quantityValue } from '../api/quantity.ts'
import type { Pod, Volume } from '../generated/types.ts'
import { lastRun, type PodState } from './pod-state.ts'
import { bytesBelow } from './runtime/file-tree.ts'

/** Whether a pod has any limit to look at. */
export function hasDiskLimits(pod: Pod): boolean {
  return (
    (pod.spec?.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined) ||
    storageLimits(pod).some((limit) => limit !== undefined)
  )
}

/** Why the pod has to go, in the words of its event and status; undefined when it may stay. */
export function diskExcess(pod: Pod, state: PodState): string | undefined {
  for (const { name, emptyDir } of pod.spec?.volumes ?? []) {
    const limit = emptyDir?.sizeLimit
    if (limit !== undefined && limit !== '0' && volumeBytes(state, name) > quantityValue(limit)) {
      return `Usage of EmptyDir volume "${name}" exceeds the limit "${limit}". `
    }
  }
  const limits = storageLimits(pod)
  if (limits.length === 0 || limits.some((limit) => limit === undefined)) return containerExcess(pod, state)
  const total = limits.reduce((sum, limit) => sum + quantityValue(limit!), 0n)
  const used = (pod.spec?.containers ?? []).reduce((sum, { name }) => sum + containerBytes(state, name), 0n)
  const scratch = (pod.spec?.volumes ?? []).filter(onDisk).reduce((sum, { name }) => sum + volumeBytes(state, name), 0n)
  if (used + scratch <= total) return undefined
  const shown = limits.length === 1 ? limits[0] : `${total}`
  return `Pod ephemeral local storage usage exceeds the total limit of containers ${shown}. `
}

function containerExcess(pod: Pod, state: PodState): string | undefined {
  for (const { name, resources } of pod.spec?.containers ?? []) {
    const limit = resources?.limits?.['ephemeral-storage']
    if (limit !== undefined && containerBytes(state, name) > quantityValue(limit)) {
      return `Container ${name} exceeded its local ephemeral storage limit "${limit}". `
    }
  }
  return undefined
}

function storageLimits(pod: Pod): (string | undefined)[] {
  return (pod.spec?.containers ?? []).map(({ resources }) => resources?.limits?.['ephemeral-storage'])
}

function onDisk({ emptyDir }: Volume): boolean {
  return emptyDir !== undefined && emptyDir.medium !== 'Memory'
}

function volumeBytes(state: PodState, name: string): bigint {
  const tree = state.volumes.get(name)
  return BigInt(tree ? bytesBelow(tree) : 0)
}

/** What a container wrote beside its image, and its log. */
function containerBytes(state: PodState, name: string): bigint {
  const run = lastRun(state, name)
  return BigInt(run ? Math.max(bytesBelow(run.files.root) - run.imageFileBytes, 0) : 0)
}
