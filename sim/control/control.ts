// What only a simulated cluster can do, as paths of its own server: its clock, its past, its machines' power, and why the scheduler chose as it did.
import { decodeJson } from './body.ts'
import { methodNotSupported } from '../api/status.ts'
import { json } from '../server/http/respond.ts'
import { clockState, steerClock } from './clock-control.ts'
import type { ControlRoom } from './room.ts'
import { machinesOf, switchMachine } from './power.ts'
import { schedulingOf } from './scheduling.ts'
import { timelineOf, undoTo } from './timeline.ts'

/** Answers what is asked under `/timonel/v1/`; undefined for what is not there. Rejects with ApiError. */
export type Control = (request: Request, url: URL) => Promise<Response | undefined>

const root = '/timonel/v1/'

export function createControl(room: ControlRoom): Control {
  return async (request, { pathname, searchParams }) => {
    if (!pathname.startsWith(root)) return undefined
    const [what, ...rest] = pathname.slice(root.length).split('/').map(decodeURIComponent)
    const { method } = request
    if (what === 'clock' && rest.length === 0) {
      if (method === 'GET') return json(clockState(room))
      if (method === 'POST') return json(await steerClock(room, await decodeJson(request), request.signal))
      throw methodNotSupported()
    }
    if (what === 'timeline' && rest.length === 0) {
      if (method === 'GET') return json(timelineOf(room, searchParams.get('after') ?? undefined))
      if (method === 'POST') return json(await undoTo(room, await decodeJson(request)))
      throw methodNotSupported()
    }
    if (what === 'nodes' && rest.length === 0) {
      if (method !== 'GET') throw methodNotSupported()
      return json(machinesOf(room))
    }
    if (what === 'nodes' && rest.length === 2 && rest[1] === 'power') {
      if (method !== 'POST') throw methodNotSupported()
      return json(await switchMachine(room, rest[0]!, await decodeJson(request)))
    }
    if (what === 'ports' && rest.length === 0) {
      if (method !== 'GET') throw methodNotSupported()
      return json({ ports: room.ports() })
    }
    if (what === 'scheduling' && rest.length === 2) {
      if (method !== 'GET') throw methodNotSupported()
      return json(schedulingOf(room, rest[0]!, rest[1]!))
    }
    return undefined
  }
}
