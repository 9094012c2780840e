// Who from outside looks at what. Some of what a real cluster writes over and over (that a node is still there) need be
// written only when somebody is about to see it.
import type { ResourceRef } from '../api/object.ts'
import type { Api, Target } from '../server/api.ts'

export interface Readers {
  /** Is somebody watching objects of the resource? */
  areWatching(ref: ResourceRef): boolean
  /** Calls `listener` before each read of the resource, and when a watch of it begins; returns what removes it. */
  on(ref: ResourceRef, listener: () => void): () => void
}

/** The API for those outside, and who of them reads it. */
export function withReaders(api: Api): { api: Api; readers: Readers } {
  const listeners = new Map<string, Set<() => void>>()
  const watches = new Map<string, number>()
  const count = (id: string, by: number): void => void watches.set(id, (watches.get(id) ?? 0) + by)
  const tell = ({ strategy }: Target): void => listeners.get(idOf(strategy.ref))?.forEach((listener) => listener())
  return {
    api: {
      ...api,
      get(target) {
        tell(target)
        return api.get(target)
      },
      list(target, options) {
        tell(target)
        return api.list(target, options)
      },
      watch(target, options, listener) {
        const id = idOf(target.strategy.ref)
        const end = api.watch(target, options, listener)
        let open = true
        count(id, 1)
        tell(target)
        return () => {
          if (open) count(id, -1)
          open = false
          end()
        }
      },
    },
    readers: {
      areWatching: (ref) => (watches.get(idOf(ref)) ?? 0) > 0,
      on(ref, listener) {
        const id = idOf(ref)
        const own = listeners.get(id) ?? new Set()
        listeners.set(id, own.add(listener))
        return () => void own.delete(listener)
      },
    },
  }
}

function idOf({ group, plural }: ResourceRef): string {
  return `${group}/${plural}`
}
