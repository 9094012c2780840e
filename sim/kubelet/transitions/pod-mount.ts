// A pod's volumes, set up one after another; what cannot be mounted yet is tried again, ever more slowly. k8s: pkg/kubelet/volumemanager
import { sleep } from '../../clock.ts'
import type { Pod } from '../../generated/types.ts'
import type { NodeHost } from '../node-host.ts'
import type { PodState } from '../pod-state.ts'
import { isLive, setUpVolume } from '../volumes/index.ts'
import { MountError } from '../volumes/volume.ts'

const retry = { initialMs: 500, maxMs: 122_000 }
/** After this long the pod itself complains, besides each volume. */
const deadlineMs = 123_000

/** Mounts what is not mounted; false when `signal` aborted before all was. */
export async function mountVolumes(host: NodeHost, pod: Pod, state: PodState, signal: AbortSignal): Promise<boolean> {
  const { clock } = host.context
  let deadline = clock.now() + deadlineMs
  let delayMs = retry.initialMs
  for (;;) {
    const missing = (pod.spec?.volumes ?? []).filter(({ name }) => !state.volumes.has(name))
    for (const volume of missing) await mount(host, pod, state, volume)
    const left = missing.filter(({ name }) => !state.volumes.has(name))
    if (left.length === 0) return true
    if (clock.now() >= deadline) {
      deadline = clock.now() + deadlineMs
      const names = left.map(({ name }) => name).join(' ')
      host.recorder.event(
        pod,
        'Warning',
        'FailedMount',
        `Unable to attach or mount volumes: unmounted volumes=[${names}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`,
      )
    }
    await sleep(clock, delayMs, signal)
    if (signal.aborted) return false
    delayMs = Math.min(delayMs * 2, retry.maxMs)
  }
}

/** Gives up what the pod alone had. */
export function releaseVolumes({ volumes: { heldAlone } }: NodeHost, { uid }: PodState): void {
  for (const [volume, holder] of heldAlone) if (holder === uid) heldAlone.delete(volume)
}

/** Brings volumes made of keys up to date with their source. */
export async function refreshVolumes(host: NodeHost, pod: Pod, state: PodState): Promise<void> {
  for (const volume of pod.spec?.volumes ?? []) {
    if (isLive(volume) && state.volumes.has(volume.name)) await mount(host, pod, state, volume)
  }
}

async function mount(
  host: NodeHost,
  pod: Pod,
  state: PodState,
  volume: NonNullable<NonNullable<Pod['spec']>['volumes']>[number],
): Promise<void> {
  try {
    state.volumes.set(volume.name, await setUpVolume(host.volumes, pod, volume, state.volumes.get(volume.name)))
  } catch (error) {
    if (!(error instanceof MountError)) throw error
    if (error.step === 'not attached') return
    host.recorder.event(
      pod,
      'Warning',
      'FailedMount',
      `${error.step} failed for volume "${error.volumeName ?? volume.name}" : ${error.message}`,
    )
  }
}
