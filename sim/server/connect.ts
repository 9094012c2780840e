// What only a node can answer: logs, commands and terminals in containers, and connections to ports. The node agents and the network implement it.
import type { Pod } from '../generated/types.ts'

/** Query of pods/NAME/log. Times and sizes as kubectl gives them. */
export interface LogOptions {
  container: string
  follow: boolean
  previous: boolean
  timestamps: boolean
  tailLines?: number
  limitBytes?: number
  sinceSeconds?: number
  /** RFC 3339. */
  sinceTime?: string
}

/** A request to be passed on: the caller's own, Host header included, with the path below `/proxy`. */
export interface ProxyTarget {
  kind: 'pods' | 'services'
  namespace: string
  name: string
  /** Number or name; '' for a service's only port, or 80 of a pod. */
  port: string
  /** http unless told. */
  wire?: 'https'
}

/** Which streams a client wants of a command. With `tty` there is no stderr of its own. */
export interface CommandStreams {
  stdin: boolean
  stdout: boolean
  stderr: boolean
  tty: boolean
}

/** How a command ended: its exit code, or the container runtime's words why it did not run. */
export type CommandEnd = number | { failed: string }

/** A command that runs in a container, seen from the client's side. */
export interface CommandSession {
  /** Closing it is the end of the command's standard input. */
  readonly stdin: WritableStream<Uint8Array>
  readonly stdout: ReadableStream<Uint8Array>
  readonly stderr: ReadableStream<Uint8Array>
  /** Tells a terminal its size; nothing where there is none. */
  resize(columns: number, rows: number): void
  /** Never rejects. */
  readonly end: Promise<CommandEnd>
  /** The client has gone: its terminal hangs up, its streams end. */
  hangUp(): void
}

/** One connection to a port of a pod. */
export interface PortStream {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>
}

export interface Connect {
  /** Runs a command. Throws NodeRefusal (in the kubelet's words) where there is no such running container. */
  exec(pod: Pod, options: CommandStreams & { container: string; command: string[] }): CommandSession
  /** The streams of a container's first process. Throws as `exec` does. */
  attach(pod: Pod, options: CommandStreams & { container: string }): CommandSession
  /**
   * Gives what connects to ports of a pod, as seen from inside of it. Throws NodeRefusal where the pod does not run;
   * a connection rejects with an Error in the container runtime's words.
   */
  forward(pod: Pod): (port: number) => Promise<PortStream>
  /** The log as text. Throws ApiError 400 where the container has none (yet), in the kubelet's words. */
  log(pod: Pod, options: LogOptions): ReadableStream<Uint8Array>
  /** The answer of the pod or service; rejects with ApiError 503 (`no endpoints available for service "x"`), 502. */
  proxy(target: ProxyTarget, path: string, request: Request): Promise<Response>
}

/** What a node agent refuses before any stream is open, told as plain text. */
export class NodeRefusal extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.name = 'NodeRefusal'
    this.code = code
  }
}
