// Whose processes a container sees: its own, its pod's, or those of the container that it was sent to look at.
import type { Container, EphemeralContainer, Pod } from '../generated/types.ts'
import { sourceOf } from '../network/pipe.ts'
import { lastRun, type PodState } from './pod-state.ts'
import type { Mount } from './runtime/file-system.ts'
import type { Machine } from './runtime/machine.ts'
import { joinProcesses, pauseProgram } from './runtime/process-namespace.ts'
import { createProcessTable, type ProcessTable } from './runtime/process-table.ts'

/** @param machine given as a function, since the machine holds the table */
export function processesOf(pod: Pod, state: PodState, container: Container, machine: () => Machine): ProcessTable {
  if (pod.spec?.shareProcessNamespace) return joinProcesses(podProcesses(state, machine), machine)
  const target = targetOf(state, container)
  return target ? joinProcesses(target.machine.processes, machine) : createProcessTable(machine)
}

/** `/proc/1/root`: the files of the container that is looked at. */
export function targetMounts(state: PodState, container: Container): Mount[] {
  const target = targetOf(state, container)
  return target ? [{ path: '/proc/1/root', node: target.files.root, readOnly: false }] : []
}

function targetOf(state: PodState, container: Container | EphemeralContainer) {
  const name = 'targetContainerName' in container ? container.targetContainerName : undefined
  const run = name ? lastRun(state, name) : undefined
  return run && !run.exit ? run : undefined
}

/** Process 1 of a pod that shares is the sandbox' own. */
function podProcesses(state: PodState, machine: () => Machine): ProcessTable {
  if (state.processes) return state.processes
  const first = machine
  const table = createProcessTable(first)
  state.processes = {
    ...table,
    spawn(spawn, by) {
      if (table.list().length === 0) {
        table.spawn({ ...spawn, args: ['/pause'], program: pauseProgram, input: sourceOf('') }, by)
      }
      return table.spawn(spawn, by)
    },
  }
  return state.processes
}
