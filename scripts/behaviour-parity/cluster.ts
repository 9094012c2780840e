// The embedded cluster as a client of its API has it, on a clock that the player shares: no socket stands between them.
import { internal } from '../../sim/api/status.ts'
import { realClock, sleep, type Clock } from '../../sim/clock.ts'
import { createCluster } from '../../sim/cluster.ts'
import { commandStatus } from '../../sim/server/command-status.ts'
import { NodeRefusal } from '../../sim/server/connect.ts'
import type { Status } from '../../sim/generated/types.ts'

export interface Reply {
  code: number
  /** Parsed JSON, else the text. */
  body: unknown
  warning?: string
}

/** What a command in a container gave. */
export interface Ran {
  code?: number
  stdout?: string
  stderr?: string
  status?: string
  message?: string
}

export interface ReplayCluster {
  readonly clock: Clock
  call(method: string, path: string, body?: unknown, contentType?: string): Promise<Reply>
  /** Lists and watches from there on; again when the stream ends. Resolves when the first list has been told. */
  follow(path: string, accept: string, listener: FollowListener): Promise<void>
  exec(namespace: string, pod: string, container: string | undefined, command: string[]): Promise<Ran>
  /** What went wrong inside. */
  readonly failures: readonly string[]
  stop(): Promise<void>
}

export interface FollowListener {
  /** A new list follows: what was known is void. */
  afresh(): void
  event(type: string, object: unknown): void
}

const origin = 'https://replay'

/**
 * Starts a cluster of three nodes with a provisioner, as the recording had it.
 * @param rate how many times faster than real its clock runs; Infinity: as fast as the machine can
 */
export async function startReplayCluster(rate: number): Promise<ReplayCluster> {
  const clock = realClock(Number.isFinite(rate) ? rate : 1)
  const failures: string[] = []
  const cluster = createCluster({
    spec: {
      id: 'replay',
      // As quick as the recorded ones, whose runtime took a second for each pod.
      nodes: ['nodo1', 'nodo2', 'nodo3'].map((name) => ({ name, sandboxMs: 1000 })),
      ingress: false,
      storage: true,
    },
    clock,
    rootCertificate: 'replay',
    onError: (where, error) => void failures.push(`${where}: ${(error as Error).stack ?? String(error)}`),
  })
  await cluster.start()
  if (rate === Infinity) void clock.run(Infinity)
  const stopping = new AbortController()

  async function call(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<Reply> {
    const answer = await cluster.handle(
      new Request(origin + path, {
        method,
        headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': contentType }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    const warning = answer.headers.get('warning')
    return { code: answer.status, body: parsed(await answer.text()), ...(warning ? { warning } : {}) }
  }

  async function list(path: string, accept: string, listener: FollowListener): Promise<string> {
    const answer = await cluster.handle(new Request(origin + path, { headers: { accept } }))
    const found = (await answer.json()) as { items?: unknown[]; metadata: { resourceVersion: string } }
    listener.afresh()
    for (const object of found.items ?? [found]) listener.event('ADDED', object)
    return found.metadata.resourceVersion
  }

  async function watch(path: string, accept: string, from: string, listener: FollowListener): Promise<void> {
    const url = `${origin}${path}${path.includes('?') ? '&' : '?'}watch=1&resourceVersion=${from}`
    const { signal } = stopping
    const answer = await cluster.handle(new Request(url, { headers: { accept }, signal }))
    let rest = ''
    for await (const part of answer.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + part).split('\n')
      rest = lines.pop()!
      for (const line of lines.filter((one) => one !== '')) {
        const { type, object } = JSON.parse(line) as { type: string; object: unknown }
        listener.event(type, object)
      }
    }
  }

  async function keepFollowing(path: string, accept: string, listener: FollowListener, begun: () => void) {
    while (!stopping.signal.aborted) {
      const from = await list(path, accept, listener)
      begun()
      await watch(path, accept, from, listener).catch((error: unknown) => {
        if (!stopping.signal.aborted) failures.push(`watch ${path}: ${String(error)}`)
      })
      await sleep(clock, 500, stopping.signal)
    }
  }

  async function exec(namespace: string, pod: string, container: string | undefined, command: string[]): Promise<Ran> {
    const query = new URLSearchParams({ stdout: 'true', stderr: 'true', ...(container ? { container } : {}) })
    for (const word of command) query.append('command', word)
    const streaming = await cluster.upgrade(
      new Request(`${origin}/api/v1/namespaces/${namespace}/pods/${pod}/exec?${query}`),
    )
    if (streaming instanceof Response)
      return { code: streaming.status, message: ((await streaming.json()) as Status).message! }
    if (streaming?.kind !== 'command') throw new Error(`exec ${pod}: no hay conversación`)
    try {
      const session = streaming.start()
      const [stdout, stderr, end] = await Promise.all([text(session.stdout), text(session.stderr), session.end])
      const { status, message } = commandStatus(end, true)
      return { stdout, stderr, status: status!, ...(message ? { message } : {}) }
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error
      const { status, message } = internal(`unable to upgrade connection: ${error.message}`).status
      return { stdout: '', stderr: '', status: status!, message: message! }
    }
  }

  return {
    clock,
    failures,
    call,
    follow: (path, accept, listener) =>
      new Promise((begun, lost) => keepFollowing(path, accept, listener, begun).catch(lost)),
    exec,
    async stop() {
      stopping.abort()
      clock.pause()
      await cluster.stop()
    },
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return body
  }
}

async function text(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text()
}
