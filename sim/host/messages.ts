// What a parent process says to the host's process, and what it answers.
import type { HostedCluster, HostedSpec } from './host.ts'

export type HostCall =
  | { call: number; method: 'open'; spec: HostedSpec }
  | { call: number; method: 'remove'; id: string }
  | { call: number; method: 'close' }

/** `call` 0 is the start itself: the process is ready, or says why it cannot be. */
export interface HostAnswer {
  call: number
  error?: string
  result?: HostedCluster
}
