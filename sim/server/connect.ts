// What only a node can answer: logs, and requests to a pod's or a service's port. The node agents and the network implement it.
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
}

export interface Connect {
  /** The log as text. Throws ApiError 400 where the container has none (yet), in the kubelet's words. */
  log(pod: Pod, options: LogOptions): ReadableStream<Uint8Array>
  /** The answer of the pod or service; rejects with ApiError 503 (`no endpoints available for service "x"`), 502. */
  proxy(target: ProxyTarget, path: string, request: Request): Promise<Response>
}
