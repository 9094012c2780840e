// The front door of the site: who may come in, and who each browser is. Everything else is Next's.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

export const learnerCookie = 'timonel'
const yearSeconds = 365 * 24 * 3600
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

/** False when the request was answered here: it came by another name (DNS rebinding), or from another site. */
export function admit(request: IncomingMessage, response: ServerResponse): boolean {
  const { host = '' } = request.headers
  if (!loopback.test(host)) {
    refuse(response, 421, 'Timonel solo contesta a localhost o 127.0.0.1.')
    return false
  }
  const reads = request.method === 'GET' || request.method === 'HEAD'
  const { origin, 'sec-fetch-site': site } = request.headers
  const foreign = origin === undefined ? site !== undefined && site !== 'same-origin' : !sameSite(origin, host)
  if (!reads && foreign) {
    refuse(response, 403, 'Esta petición viene de otra página, y aquí solo se hace caso a las de Timonel.')
    return false
  }
  introduce(request, response)
  return true
}

function sameSite(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', connection: 'close' })
  response.end(JSON.stringify({ code: 'refused', message, remedy: 'Abre la dirección que dice `npm start`.' }))
}

/** A browser without a learner gets one, known already to this very request. */
function introduce(request: IncomingMessage, response: ServerResponse): void {
  const known = new RegExp(`(?:^|;\\s*)${learnerCookie}=[a-z0-9-]{8,64}(?:;|$)`).test(request.headers.cookie ?? '')
  if (known) return
  const cookie = `${learnerCookie}=${randomUUID()}`
  const others = request.headers.cookie
  request.headers.cookie = others ? `${others}; ${cookie}` : cookie
  response.setHeader('set-cookie', `${cookie}; Path=/; Max-Age=${yearSeconds}; HttpOnly; SameSite=Lax`)
}
