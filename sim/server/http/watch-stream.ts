// A watch as a stream of JSON lines. Whatever ends it (client, timeout, server) takes the watch off the store.
import { ApiError } from '../../api/status.ts'
import type { Clock } from '../../clock.ts'
import type { WatchEvent } from '../api.ts'

/** Milliseconds that a watch lasts when the client says nothing (k8s: between 30 and 60 minutes). */
const defaultTimeoutMs = 45 * 60_000

/**
 * @param start begins the watch and gives what ends it; what it throws is thrown, but for 410, which is told in the stream.
 * @param show makes of an event what this client wants to see.
 */
export function watchStream(
  clock: Clock,
  timeoutSeconds: number,
  signal: AbortSignal,
  start: (listener: (event: WatchEvent) => void) => () => void,
  show: (event: WatchEvent) => object,
): Response {
  let end = (): void => undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder()
      const send = (event: object): void => controller.enqueue(encoder.encode(JSON.stringify(event) + '\n'))
      let stop = (): void => undefined
      let open = true
      end = () => {
        if (!open) return
        open = false
        stop()
        cancelTimeout()
        signal.removeEventListener('abort', end)
        try {
          controller.close()
        } catch {
          // The client has gone already.
        }
      }
      const cancelTimeout = clock.after(timeoutSeconds > 0 ? timeoutSeconds * 1000 : defaultTimeoutMs, () => end())
      signal.addEventListener('abort', end)
      try {
        stop = start((event) => open && send({ type: event.type, object: show(event) }))
      } catch (error) {
        // A start that is too old is told in the stream; any other refusal is the answer itself.
        if (error instanceof ApiError && error.code === 410) send({ type: 'ERROR', object: error.status })
        end()
        if (!(error instanceof ApiError) || error.code !== 410) throw error
      }
    },
    cancel: () => end(),
  })
  return new Response(body, { headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' } })
}
