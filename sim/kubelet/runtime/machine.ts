// What the node gives to the processes of one container.
import type { Clock } from '../../clock.ts'
import type { Context } from '../../client/context.ts'
import type { Connection } from '../../network/connection.ts'
import type { HttpRequest } from '../../network/http-message.ts'
import type { ByteSink } from '../../network/pipe.ts'
import type { Listener } from '../../network/listeners.ts'
import type { DnsReply, RecordType } from '../../network/dns-zone.ts'
import type { Answer, Unanswered } from '../../network/names.ts'
import type { MemoryMeter } from './memory-meter.ts'
import type { Program } from './process.ts'
import type { ProcessTable } from './process-table.ts'

/** A pod's (or, with hostNetwork, its node's) place in the network, as its processes use it. */
export interface Host {
  readonly hostname: string
  readonly address: string
  /** Opens a port; returns what closes it, or undefined when it is in use. */
  listen(port: number, listener: Listener, loopback?: boolean): (() => void) | undefined
  /** By address or name; rejects with ConnectError (ENOTFOUND for a name that does not exist). */
  connect(host: string, port: number, signal?: AbortSignal): Promise<Connection>
  http(host: string, port: number, request: Omit<HttpRequest, 'from'>, signal?: AbortSignal): Promise<Response>
  /** Undefined for a name that does not exist; also, once it has been waited for, where no DNS answers. */
  resolve(name: string): Promise<Answer | undefined>
  /** One question to the pod's DNS server; where none answers, that is told after five seconds. */
  ask(name: string, type: RecordType): Promise<DnsReply | Unanswered>
  /** Ports that are open, lowest first. */
  ports(): number[]
}

export interface Machine {
  readonly clock: Clock
  random(): number
  readonly host: Host
  readonly processes: ProcessTable
  readonly memory: MemoryMeter
  /** Where the first process' streams go: the container's log. */
  readonly log: { output: ByteSink; errors: ByteSink }
  /** The cluster that programs such as the ingress controller work on, through its API. */
  readonly context: Context
  readonly nodeName: string
  /** User id of the container's processes. */
  readonly user: number
  /** Programs by the name that executable files carry. */
  readonly programs: ReadonlyMap<string, Program>
  /** Told of a program that failed in a way that is our fault. */
  onError(error: unknown): void
}
