// The doors of one cluster on loopback, opened and closed as its Services come and go.
import type { Arrival, Entry } from '../network/network.ts'
import type { Outside } from '../network/service-entries.ts'
import { openDoor, type DoorOptions } from './door.ts'
import { type Listening, serveOnPort } from './listener.ts'

export interface DoorsOptions extends Pick<DoorOptions, 'ownPair'> {
  arrive: (entry: Entry, signal: AbortSignal) => Promise<Arrival>
  /** The loopback ports of last time, by entry, so that what a learner has noted down stays true. */
  kept: Record<string, number>
  keep: (ports: Record<string, number>) => void
  onError: (error: unknown) => void
}

export interface Doors extends Outside {
  /** Opens the door to one entry; the loopback port is that of last time, if it is free. */
  open(entry: Entry): Promise<number>
  close(): Promise<void>
}

/** Clusters with thousands of Services are for measuring: nobody goes to their ports. */
const doorsMax = 200

export function createDoors(options: DoorsOptions): Doors {
  const kept = { ...options.kept }
  const byService = new Map<string, Entry[]>()
  const doors = new Map<string, Promise<Listening>>()
  const local = new Map<string, number>()

  function open(entry: Entry): Promise<Listening> {
    const key = keyOf(entry)
    const door = serveOnPort(kept[key] ?? 0, (port) =>
      openDoor(port, { arrive: (signal) => options.arrive(entry, signal), ownPair: options.ownPair }),
    ).then((opened) => {
      local.set(key, opened.port)
      if (kept[key] !== opened.port) options.keep(Object.assign(kept, { [key]: opened.port }))
      return opened
    })
    doors.set(key, door)
    door.catch(() => doors.delete(key))
    return door
  }

  async function shut(key: string): Promise<void> {
    const door = doors.get(key)
    doors.delete(key)
    local.delete(key)
    await (await door)?.close()
  }

  return {
    open: async (entry) => (await open(entry)).port,
    set(service, entries) {
      const before = byService.get(service) ?? []
      byService.set(service, entries)
      const wanted = new Set([...byService.values()].flat().map(keyOf))
      for (const key of before.map(keyOf)) if (!wanted.has(key)) shut(key).catch(options.onError)
      for (const entry of entries) {
        if (!doors.has(keyOf(entry)) && doors.size < doorsMax) open(entry).catch(options.onError)
      }
    },
    ports: () =>
      [...byService].flatMap(([key, entries]) => {
        const [namespace = '', service = ''] = key.split('/')
        return entries.map((entry) => {
          const port = local.get(keyOf(entry))
          return { namespace, service, ...entry, ...(port === undefined ? {} : { local: port }) }
        })
      }),
    async close() {
      await Promise.allSettled([...doors.keys()].map(shut))
    },
  }
}

function keyOf({ address, port }: Entry): string {
  return address === undefined ? `${port}` : `${address}:${port}`
}
