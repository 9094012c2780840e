// The machines of the cluster, switched off and on: what pulling a node's plug does, and what its agents do when it is back.
import { badRequest, failure } from '../api/status.ts'
import type { ControlRoom } from './room.ts'

/** What `GET /timonel/v1/nodes` tells. */
interface Machines {
  nodes: { name: string; on: boolean }[]
}

export function machinesOf({ power }: ControlRoom): Machines {
  return { nodes: power.nodes() }
}

/** Carries out `{on: true}` or `{on: false}`. Rejects with ApiError 400 for anything else, 404 where there is no such machine. */
export async function switchMachine(
  room: ControlRoom,
  name: string,
  order: Record<string, unknown>,
): Promise<Machines> {
  const { on } = order
  if (typeof on !== 'boolean') throw badRequest('on: must be true or false')
  if (!(await room.power.switch(name, on)))
    throw failure(404, 'NotFound', `there is no machine ${JSON.stringify(name)}`)
  return machinesOf(room)
}
