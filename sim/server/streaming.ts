// Requests that become conversations: exec, attach and port-forward of pods. What they name, and the refusals.
// k8s: pkg/registry/core/pod/strategy.go streamLocation, pkg/kubelet/server/server.go
import { pods } from '../api/refs.ts'
import { badRequest, methodNotSupported, notFound } from '../api/status.ts'
import type { Pod } from '../generated/types.ts'
import type { Api, Target } from './api.ts'
import { type Auth, conversationAccess } from './auth/auth.ts'
import { NodeRefusal, type CommandSession, type CommandStreams, type Connect, type PortStream } from './connect.ts'
import { flag } from './http/query.ts'
import { refusal } from './http/respond.ts'
import { parseResourcePath, type Registry } from './request-target.ts'

/** A command's streams, ready to start. `start` throws NodeRefusal. */
export interface CommandStreaming {
  kind: 'command'
  streams: CommandStreams
  start(): CommandSession
}

/** Connections to a pod's ports. `ports`: those of the query, which a client without SPDY names there. */
export interface PortStreaming {
  kind: 'ports'
  /** Throws NodeRefusal. */
  ports(): number[]
  /** Throws NodeRefusal where the pod does not run; see Connect.forward. */
  start(): (port: number) => Promise<PortStream>
}

export type Streaming = CommandStreaming | PortStreaming

interface StreamingRoom {
  api: Api
  registry: Registry
  connect: Connect
}

const subresources = ['exec', 'attach', 'portforward']

/**
 * What a request to upgrade its connection is to become; undefined where the plain handler has the answer. Throws
 * nothing: a refusal is a Response.
 */
export function createUpgrade(
  room: StreamingRoom & { auth: Auth },
): (request: Request) => Promise<Streaming | Response | undefined> {
  return async (request) => {
    const url = new URL(request.url)
    try {
      const target = parseResourcePath(room.registry, url.pathname)?.target
      if (!target || !streams(target)) return undefined
      const user = await room.auth.admit(request, url)
      room.auth.require(user, conversationAccess(target.namespace, target.name, target.subresource))
      return streamingOf(room, target, request.method, url.searchParams)
    } catch (error) {
      return refusal(error)
    }
  }
}

/** Does a request to this target ask for a conversation? */
export function streams({ strategy, subresource }: Target): boolean {
  return strategy.ref.kind === 'Pod' && subresources.includes(subresource)
}

/** What a conversation with a pod is to be. Throws ApiError: 404 without pod or node, 400 without a choice of container. */
export function streamingOf(room: StreamingRoom, target: Target, method: string, query: URLSearchParams): Streaming {
  const { api, connect } = room
  if (method !== 'GET' && method !== 'POST') throw methodNotSupported()
  const pod = api.get({ ...target, subresource: '' }) as Pod
  if (target.subresource === 'portforward') {
    requireNode(room, pod)
    return { kind: 'ports', ports: () => portsOf(query), start: () => connect.forward(pod) }
  }
  const container = containerOf(pod, query.get('container') ?? '')
  requireNode(room, pod)
  const tty = flag(query, 'tty')
  const wanted = {
    stdin: flag(query, 'stdin'),
    stdout: flag(query, 'stdout'),
    stderr: flag(query, 'stderr') && !tty,
    tty,
  }
  return {
    kind: 'command',
    streams: wanted,
    start() {
      if (!wanted.stdin && !wanted.stdout && !wanted.stderr)
        throw new NodeRefusal(400, 'you must specify at least 1 of stdin, stdout, stderr')
      if (target.subresource === 'attach') return connect.attach(pod, { ...wanted, container })
      return connect.exec(pod, { ...wanted, container, command: query.getAll('command') })
    },
  }
}

// The API server looks the node up among pods' own errors: that is its word. k8s: pkg/kubelet/client GetConnectionInfo
function requireNode({ api, registry }: StreamingRoom, { metadata, spec }: Pod): void {
  const node = spec?.nodeName
  if (!node) throw badRequest(`pod ${metadata.name} does not have a host assigned`)
  const strategy = registry.find('', 'v1', 'nodes')!
  try {
    api.get({ strategy, namespace: '', name: node, subresource: '' })
  } catch {
    throw notFound(pods, node)
  }
}

// k8s: pkg/registry/core/pod/strategy.go validateContainer
function containerOf({ metadata, spec }: Pod, asked: string): string {
  const regular = spec?.containers ?? []
  const all = [...(spec?.initContainers ?? []), ...regular, ...(spec?.ephemeralContainers ?? [])].map(
    ({ name }) => name,
  )
  if (asked !== '') {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`)
    return asked
  }
  if (regular.length === 1) return regular[0]!.name
  throw badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${all.join(' ')}]`)
}

// k8s: kubelet/pkg/cri/streaming/portforward/websocket.go NewV4Options
function portsOf(query: URLSearchParams): number[] {
  const asked = query.getAll('ports')
  if (asked.length === 0) throw new NodeRefusal(400, 'query parameter "port" is required')
  return asked.flatMap((text) => {
    if (text === '') throw new NodeRefusal(400, 'query parameter "port" cannot be empty')
    return text.split(',').map((one) => {
      const port = Number(one)
      if (!/^\d+$/.test(one) || port > 65_535)
        throw new NodeRefusal(400, `unable to parse ${JSON.stringify(text)} as a port: invalid syntax`)
      if (port < 1) throw new NodeRefusal(400, `port ${JSON.stringify(text)} must be > 0`)
      return port
    })
  })
}
