// postStart and preStop: a command, a request or a pause. k8s: pkg/kubelet/lifecycle/handlers.go
import { sleep } from '../clock.ts'
import type { LifecycleHandler, Pod } from '../generated/types.ts'
import { startGathering, type ContainerRun } from './container-run.ts'
import type { NodeHost } from './node-host.ts'
import { portOf } from './probes/port.ts'
import { signals } from './runtime/process.ts'

const outputBytesMax = 10_240

/** Runs a hook until it ends or `signal` aborts. Gives why it failed. */
export async function runHook(
  host: NodeHost,
  pod: Pod,
  run: ContainerRun,
  hook: LifecycleHandler,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (hook.sleep) {
    await sleep(host.context.clock, hook.sleep.seconds * 1000, signal)
    return undefined
  }
  if (hook.exec) {
    const started = startGathering(run, hook.exec.command ?? [], outputBytesMax)
    if ('failed' in started) return started.failed
    const kill = (): void => started.handle.signal(signals.KILL!)
    signal.addEventListener('abort', kill, { once: true })
    const code = await started.handle.exit
    signal.removeEventListener('abort', kill)
    return code === 0
      ? undefined
      : `command '${(hook.exec.command ?? []).join(' ')}' exited with ${code}: ${started.output()}`
  }
  if (!hook.httpGet) return undefined
  const port = portOf(hook.httpGet.port, run.spec)
  if (typeof port === 'string') return port
  const address = hook.httpGet.host || run.machine.host.address
  const headers = new Headers({ host: `${address}:${port}`, 'user-agent': 'kube-lifecycle/1.35' })
  try {
    const request = { method: 'GET', target: hook.httpGet.path ?? '/', headers, body: null }
    const response = await host.network.http(
      { address: host.gateway, nodeName: host.name },
      address,
      port,
      request,
      signal,
    )
    await response.body?.cancel()
    return response.status >= 200 && response.status < 400 ? undefined : `HTTP ${response.status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
