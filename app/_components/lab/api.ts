// The lab page's way to the server: one function, and refusals as values that can be shown.
import type { Problem } from '../../_server/answer.ts'

/** A refusal, with its Spanish sentence and the way out. */
class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

const noServer: Problem = {
  code: 'no-server',
  message: 'Timonel no contesta.',
  remedy: 'Mira si sigue en marcha la ventana de `npm start`. Lo que has escrito sigue en esta página.',
}

/** POSTs to a verb of a lab. Rejects with {@link Refused}. */
export async function call<T>(lab: string, verb: string, body: unknown): Promise<T> {
  let answer: Response
  try {
    answer = await fetch(`/api/labs/${lab}/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw new Refused(noServer)
  }
  const said: unknown = await answer.json().catch(() => undefined)
  if (answer.ok) return said as T
  throw new Refused((said as Problem | undefined) ?? noServer)
}

/**
 * POSTs to a verb that answers bit by bit: JSON documents, one a line, each given to `onSaid` as it comes.
 * Rejects with {@link Refused}, also when the connection breaks; with the signal's reason when it is aborted.
 */
export async function stream<T>(
  lab: string,
  verb: string,
  body: unknown,
  onSaid: (said: T) => void,
  signal: AbortSignal,
): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  let text = ''
  try {
    const answer = await fetch(`/api/labs/${lab}/${verb}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal,
    })
    if (!answer.ok || !answer.body) throw new Refused(noServer)
    for await (const piece of readable(answer.body.pipeThrough(new TextDecoderStream()))) {
      const lines = (text + piece).split('\n')
      text = lines.pop()!
      for (const line of lines) onSaid(JSON.parse(line) as T)
    }
  } catch (error) {
    if (signal.aborted || error instanceof Refused) throw error
    throw new Refused(noServer)
  }
}

/** Safari's streams cannot be looped over. */
async function* readable(source: ReadableStream<string>): AsyncGenerator<string> {
  const reader = source.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  return { code: 'broken', message: String(error), remedy: 'Vuelve a cargar la página: tus ficheros están guardados.' }
}
