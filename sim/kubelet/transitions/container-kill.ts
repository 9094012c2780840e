// A running container to its end: Killing, preStop, the stop signal, and KILL when the grace is over. k8s: kuberuntime_container.go killContainer
import { sleep } from '../../clock.ts'
import type { Pod } from '../../generated/types.ts'
import type { ContainerRun } from '../container-run.ts'
import { runHook } from '../lifecycle-hook.ts'
import type { NodeHost } from '../node-host.ts'
import { signals } from '../runtime/process.ts'
import { fieldPathOf } from '../pod-state.ts'

/** Even a container that shall go at once gets this long. */
const graceSecondsMin = 2

/** Resolves when the container is down. Nothing happens to one that is already. */
export async function killContainer(
  host: NodeHost,
  pod: Pod,
  run: ContainerRun,
  { message, graceSeconds }: { message: string; graceSeconds: number },
): Promise<void> {
  if (run.exit) return
  const { clock } = host.context
  const fieldPath = fieldPathOf(pod, run.spec)
  host.recorder.event(pod, 'Normal', 'Killing', message, fieldPath)
  const beganMs = clock.now()
  if (run.spec.lifecycle?.preStop && graceSeconds > 0) {
    const stop = new AbortController()
    const cancel = clock.after(graceSeconds * 1000, () => stop.abort())
    const failure = await runHook(host, pod, run, run.spec.lifecycle.preStop, stop.signal)
    cancel()
    if (failure !== undefined && !stop.signal.aborted)
      host.recorder.event(pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', fieldPath)
  }
  const leftMs = Math.max(graceSeconds * 1000 - (clock.now() - beganMs), graceSecondsMin * 1000)
  run.process?.signal(run.stopSignal)
  const over = new AbortController()
  void run.ended.then(() => over.abort())
  await sleep(clock, leftMs, over.signal)
  if (!run.exit) run.process?.signal(signals.KILL!)
  await run.ended
}
