// exec probes: status 0 is success. k8s: pkg/probe/exec/exec.go
import { textOf } from '../../network/bytes.ts'
import { startGathering, type ContainerRun } from '../container-run.ts'
import { signals } from '../runtime/process.ts'
import type { Outcome } from './outcome.ts'

const outputBytesMax = 10 * 1024

export async function probeExec(run: ContainerRun, command: string[], timeoutSeconds: number): Promise<Outcome> {
  const started = startGathering(run, command, outputBytesMax)
  if ('failed' in started) {
    return {
      kind: 'error',
      output: `rpc error: code = Unknown desc = failed to exec in container: failed to start exec "${run.id}": OCI runtime exec failed: exec failed: unable to start container process: ${started.failed}`,
    }
  }
  let late = false
  const cancel = run.machine.clock.after(timeoutSeconds * 1000, () => {
    late = true
    started.handle.signal(signals.KILL!)
  })
  const code = await started.handle.exit
  cancel()
  await started.gathered()
  if (late) {
    return {
      kind: 'failure',
      output: `command timed out: ${JSON.stringify(command.join(' '))} timed out after ${timeoutSeconds}s`,
    }
  }
  return code === 0 ? { kind: 'success' } : { kind: 'failure', output: textOf(started.output()) }
}
