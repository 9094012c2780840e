// Whether what somebody has looked at is still as it was: what a grader runs the clock until.
import type { KubeObject } from '../api/object.ts'
import { badRequest } from '../api/status.ts'
import { targetKey } from '../server/machine.ts'
import { parseResourcePath } from '../server/request-target.ts'
import { StoreError, type Change } from '../store/store.ts'
import { isNoise } from './noise.ts'
import type { ControlRoom } from './room.ts'

export interface News {
  /** Those of the paths behind which something has changed by now. */
  changed(): string[]
  stop(): void
}

/**
 * Follows lists and objects from a revision on.
 * @param order.paths `/api/v1/pods`, `/api/v1/namespaces/default/pods/web`; what the cluster does not keep itself (logs, other
 * servers' answers) is no news of ours
 * @param order.since resourceVersion after which a change is news; when it is no longer known, all is
 * Throws ApiError 400.
 */
export function newsOf({ registry, store }: ControlRoom, order: Record<string, unknown>): News {
  const { paths, since } = order
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string'))
    throw badRequest('news.paths: must be a list of paths')
  const from = typeof since === 'string' ? Number(since) : Number.NaN
  if (!Number.isInteger(from)) throw badRequest('news.since: must be a resourceVersion')
  const followed = paths.flatMap((path) => {
    const target = parseResourcePath(registry, path)?.target
    return target && target.subresource === '' ? [{ path, key: targetKey(target), whole: target.name !== '' }] : []
  })
  const changed = new Set<string>()
  const see = (change: Change<KubeObject>): void => {
    for (const { path, key, whole } of followed) {
      const concerns = whole ? change.key === key : change.key.startsWith(key)
      if (concerns && !changed.has(path) && !isNoise(change)) changed.add(path)
    }
  }
  let stop = (): void => {}
  try {
    stop = store.watch('', from, see)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    for (const { path } of followed) changed.add(path)
  }
  return { changed: () => [...changed], stop }
}
