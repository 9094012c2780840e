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

export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  return { code: 'broken', message: String(error), remedy: 'Vuelve a cargar la página: tus ficheros están guardados.' }
}
