// Bodies of requests to the control paths.
import { badRequest } from '../api/status.ts'
import { readBody } from '../server/http/body.ts'

/** A JSON object. Rejects with ApiError 400. */
export async function decodeJson(request: Request): Promise<Record<string, unknown>> {
  const bytes = await readBody(request)
  let body: unknown
  try {
    body = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw badRequest('the body must be JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('the body must be an object')
  return body as Record<string, unknown>
}
