// What all parts of one node agent share.
import type { Context } from '../client/context.ts'
import type { EventRecorder } from '../client/event-recorder.ts'
import type { AddressPool } from '../network/addresses.ts'
import type { Network } from '../network/network.ts'
import type { BackOff } from './back-off.ts'
import type { ImageStore } from './image-store.ts'
import type { VolumeHost } from './volumes/volume.ts'

export interface NodeHost {
  readonly context: Context
  readonly name: string
  readonly address: string
  /** Who the node is to its own pods: the first address of their range. */
  readonly gateway: string
  readonly network: Network
  readonly addresses: AddressPool
  readonly images: ImageStore
  readonly volumes: VolumeHost
  readonly recorder: EventRecorder
  /** Delays between restarts of a container. */
  readonly restarts: BackOff
  /** When the machine began, milliseconds. */
  readonly bootMs: number
  readonly allocatable: Record<string, string>
  /** A pod's network and the container that holds it take this long to make; what runs in it starts afterwards. */
  readonly sandboxMs: number
  /** Pods that had begun before this agent go on as the API says of them: nothing of theirs was lost. */
  readonly resumes: boolean
  /** Told of what went wrong that is our fault. */
  onError(error: unknown): void
}
