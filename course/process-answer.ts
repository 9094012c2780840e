// What the process at the end of a trace answers: asked through the API server's own way to a pod, on every engine.
import type { Hop, Trace } from '../traffic/trace/trace.ts'
import type { ClusterApi } from './cluster-api.ts'

const patienceMs = 3000

/** The trace with the process' answer to a GET; what is no HTTP but listens has arrived too. */
export async function answerOfProcess(api: ClusterApi, trace: Trace, path: string): Promise<Trace> {
  const { namespace, pod, port } = trace.process!
  const proxy = `/api/v1/namespaces/${namespace}/pods/${pod}:${port}/proxy${path.startsWith('/') ? path : `/${path}`}`
  const reply = await api.call('GET', proxy, { timeoutMs: patienceMs }).catch(() => undefined)
  const last = trace.hops.at(-1)!
  const ended = (verdict: Hop['verdict'], says: string): Trace => {
    const arrived = verdict === 'answered'
    return {
      ...trace,
      hops: [...trace.hops.slice(0, -1), { ...last, verdict, says }],
      arrived,
      because: arrived ? `Llega: ${says}` : `Muere en ${last.title}: ${says}`,
    }
  }
  if (!reply) return ended('silent', `${last.says} Está ahí, pero en ${patienceMs / 1000} segundos no ha contestado.`)
  const refusal = refusalOf(reply.body)
  if (refusal === undefined) return ended('answered', `${last.says} Contesta ${reply.status} a GET ${path}.`)
  if (/connection refused/.test(refusal)) {
    return ended('refused', `Nadie escucha en ${pod}:${port}: conexión rechazada. (${refusal})`)
  }
  if (/malformed HTTP|EOF|reset/.test(refusal)) return ended('answered', `${last.says} Escucha, y no habla HTTP.`)
  return trace
}

/** The sentence of a Status, by which the API server says that it could not reach the pod. */
function refusalOf(body: unknown): string | undefined {
  const status = body as { kind?: string; apiVersion?: string; message?: string } | null
  return typeof status === 'object' && status?.kind === 'Status' ? (status.message ?? '') : undefined
}
