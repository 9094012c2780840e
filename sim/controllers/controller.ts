// The shell that every controller runs in: watch → key → sync. k8s: pkg/controller, staging/src/k8s.io/sample-controller
import type { KubeObject, ResourceRef } from '../api/object.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import type { Clock } from '../clock.ts'
import { runQueue, type WorkQueue } from '../client/work-queue.ts'

/** Which keys a change of one resource asks to look at. Made with {@link watching}. */
export interface Watch {
  attach(context: Context, add: (keys: string[]) => void): () => void
}

export interface WatchRules<T> {
  /** Leaves out updates that matter to nobody. */
  when?: (object: T, old: T) => boolean
  /** More keys to look at when an object goes. */
  gone?: (object: T) => string[]
}

/**
 * Keys for each object that appears, changes or goes. An update asks for the keys of both states, so that what an
 * object was taken from hears of it too.
 */
export function watching<T extends KubeObject>(
  ref: ResourceRef<T>,
  keysOf: (object: T) => string[],
  { when = () => true, gone = () => [] }: WatchRules<T> = {},
): Watch {
  return {
    attach(context, add) {
      return context.informers.for(ref).on({
        added: (object) => add(keysOf(object)),
        updated: (object, old) => void (when(object, old) && add([...new Set([...keysOf(old), ...keysOf(object)])])),
        deleted: (object) => add([...keysOf(object), ...gone(object)]),
      })
    },
  }
}

/** The same keys, but each only after a while, so that many changes are looked at once. k8s: AddAfter of a queue */
export function later(delayMs: number, watch: Watch): Watch {
  return {
    attach(context, add) {
      const waiting = new Map<string, () => void>()
      const wait = (key: string): void => {
        if (waiting.has(key)) return
        const ring = (): void => {
          waiting.delete(key)
          add([key])
        }
        waiting.set(key, context.clock.after(delayMs, ring))
      }
      const detach = watch.attach(context, (keys) => keys.forEach(wait))
      return () => {
        detach()
        for (const cancel of waiting.values()) cancel()
      }
    },
  }
}

/** A control loop before it runs. `sync` must work from the key alone, and is called again when it rejects. */
export interface Controller {
  readonly name: string
  /** Keys synced at the same time; 5 unless told (k8s: --concurrent-…-syncs). */
  readonly workers?: number
  readonly watches: Watch[]
  /** Makes the present state of what `key` names closer to the desired one. */
  sync(key: string, queue: Pick<WorkQueue, 'addAfter'>): Promise<void>
  /** Every that many milliseconds all keys of `resyncKeys` are added again; each must be of something watched. */
  readonly resyncMs?: number
  resyncKeys?(): string[]
}

/** Makes a controller; asks the informers for what it reads, and so before they start. */
export type CreateController = (context: Context) => Controller

/** Runs a controller until the function returned is called. The informers may start before or after. */
export function runController(context: Context, controller: Controller): () => void {
  const queue = runQueue(context.clock, {
    workers: controller.workers ?? 5,
    sync: (key) => controller.sync(key, queue),
    onError: (_key, error) => void (isRefusal(error) || context.onError(controller.name, error)),
  })
  // What has no owner in a half-filled cache may have one: nothing is synced before all are full.
  const early = new Set<string>()
  let ready = false
  const add = (keys: string[]): void => {
    keys.forEach((key) => void (ready ? queue.add(key) : early.add(key)))
    if (keys.length > 0) resync.wake()
  }
  const resync = resyncing(context.clock, controller, queue)
  void context.informers.ready.then(() => {
    ready = true
    add([...early])
    early.clear()
  })
  const detach = controller.watches.map((watch) => watch.attach(context, add))
  return () => {
    resync.stop()
    for (const end of detach) end()
    queue.stop()
  }
}

/**
 * The rounds keep their instants, whoever wakes them. One that found no key is the last, until something that the controller
 * watches changes: nothing comes to be otherwise.
 */
function resyncing(clock: Clock, controller: Controller, queue: WorkQueue): { wake(): void; stop(): void } {
  const { resyncMs } = controller
  const beganMs = clock.now()
  let cancel: (() => void) | undefined
  function wake(): void {
    if (resyncMs === undefined || cancel) return
    cancel = clock.after(resyncMs - ((clock.now() - beganMs) % resyncMs), () => {
      cancel = undefined
      const keys = controller.resyncKeys?.() ?? []
      for (const key of keys) queue.add(key)
      if (keys.length > 0) wake()
    })
  }
  return { wake, stop: () => cancel?.() }
}

/** What cannot be done yet, in the words of the controller's own event; the retry finds out. */
export class NotYetError extends Error {}

/** The API refused (somebody wrote first, a quota, a name taken): the controller tells it in its own words, and the retry sees the new state. */
function isRefusal(error: unknown): boolean {
  return error instanceof NotYetError || (error instanceof ApiError && error.code < 500)
}
