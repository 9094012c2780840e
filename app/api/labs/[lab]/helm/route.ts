// POST /api/labs/<lab>/helm: runs a line of helm and sends what it prints as it prints it, a JSON document a line.
import { z } from 'zod'
import { bodyOf, problemOf } from '../../../../_server/answer.ts'
import { learner } from '../../../../_server/learner.ts'
import { runtime } from '../../../../_server/runtime.ts'

const asked = z.object({ line: z.string().max(4096) })

export async function POST(request: Request, { params }: { params: Promise<{ lab: string }> }) {
  const { lab } = await params
  const who = await learner()
  const ended = new AbortController()
  request.signal.addEventListener('abort', () => ended.abort())
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (said: object): void => {
        // Nobody reads it any more.
        if (!ended.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(said)}\n`))
      }
      try {
        const { line } = asked.parse(await bodyOf(request))
        const bench = runtime().session.workbench(who, lab)
        const code = await bench.helm({ line, onText: (text) => send({ text }), signal: ended.signal })
        send({ code })
      } catch (error) {
        send({ problem: problemOf(error) })
      }
      if (!ended.signal.aborted) controller.close()
    },
    cancel: () => ended.abort(),
  })
  return new Response(stream, {
    headers: { 'content-type': 'application/jsonl; charset=utf-8', 'cache-control': 'no-store, no-transform' },
  })
}
