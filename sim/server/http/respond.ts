// Answers: JSON bodies, Status bodies, warnings.
import { ApiError, internal } from '../../api/status.ts'

/** A JSON answer; `warnings` become headers as kubectl prints them. */
export function json(
  body: unknown,
  code = 200,
  headers: Record<string, string> = {},
  warnings: string[] = [],
): Response {
  const all = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-cache, private', ...headers })
  for (const sentence of warnings) all.append('warning', `299 - ${JSON.stringify(sentence)}`)
  return new Response(JSON.stringify(body) + '\n', { status: code, headers: all })
}

/** The Status of a refusal; anything that is no ApiError is our own fault: 500. */
export function refusal(error: unknown, warnings: string[] = []): Response {
  const { status } =
    error instanceof ApiError ? error : internal(error instanceof Error ? error.message : String(error))
  return json(status, status.code ?? 500, {}, warnings)
}
