// GET /api/labs/<lab>/events: what happens at the learner's workbench, as server-sent events.
import { problemOf } from '../../../../_server/answer.ts'
import { learner } from '../../../../_server/learner.ts'
import { runtime } from '../../../../_server/runtime.ts'
import type { BenchEvent } from '../../../../../course/session.ts'

/** Proxies and browsers drop a silent connection; this is a comment, not an event. */
const keepAliveMs = 15_000

export async function GET(request: Request, { params }: { params: Promise<{ lab: string }> }) {
  const { lab } = await params
  const who = await learner()
  const encoder = new TextEncoder()
  let leave = (): void => {}
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => {
        try {
          controller.enqueue(encoder.encode(text))
        } catch {
          // The browser left between two events.
          leave()
        }
      }
      const tell = (event: BenchEvent): void => send(`data: ${JSON.stringify(event)}\n\n`)
      const alive = setInterval(() => send(': sigo aquí\n\n'), keepAliveMs)
      let stop = (): void => {}
      leave = () => {
        clearInterval(alive)
        stop()
      }
      send('retry: 1000\n\n')
      try {
        stop = runtime().session.workbench(who, lab).follow(tell)
      } catch (error) {
        const { message, remedy } = problemOf(error)
        tell({ type: 'failed', message, remedy, engine: undefined })
      }
      request.signal.addEventListener('abort', leave)
    },
    cancel: () => leave(),
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform' },
  })
}
