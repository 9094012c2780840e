// Answers of the site's own API: JSON, and every refusal as a Spanish sentence with the way out.

/** What the page gets when something could not be done. */
export interface Problem {
  code: string
  message: string
  remedy: string
}

/** More than any number of files that the editor takes. */
const bodyMaxBytes = 48 * 1024 * 1024

/** Runs an action and answers with what it gives, or with why not. */
export async function answer(act: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json((await act()) ?? {}, { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    const problem = problemOf(error)
    return Response.json(problem, { status: problem.code === 'broken' ? 500 : 409 })
  }
}

/** By name: the bundle's CourseError is another copy of the class. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Error && error.name === 'CourseError') {
    const { code, message, remedy } = error as Error & Problem
    return { code, message, remedy }
  }
  if (error instanceof Error && error.name === 'ZodError') {
    return {
      code: 'bad-request',
      message: 'La página ha pedido algo que no se entiende.',
      remedy: 'Vuelve a cargarla.',
    }
  }
  console.error(error)
  return {
    code: 'broken',
    message: `Algo se ha roto en Timonel: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'Vuelve a intentarlo. Tus ficheros están guardados.',
  }
}

/** The JSON of a request's body; rejects when it is too long or none. */
export async function bodyOf(request: Request): Promise<unknown> {
  const length = Number(request.headers.get('content-length') ?? 0)
  if (length > bodyMaxBytes) {
    throw Object.assign(new Error('Es demasiado para una sola vez.'), {
      name: 'CourseError',
      code: 'too-large',
      remedy: 'Envía menos ficheros, de 1 MiB como mucho.',
    })
  }
  return length === 0 ? {} : request.json()
}
