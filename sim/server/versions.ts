// Requests in a version that nothing is stored in: converted on the way in and on the way out. k8s: apiserver/pkg/endpoints/handlers
import { copyTree } from '../api/copy-tree.ts'
import { recordUpdate } from '../api/managed-fields.ts'
import { apiVersionOf, type KubeObject } from '../api/object.ts'
import { parseFieldSelector } from '../api/field-selector.ts'
import { ApiError, badRequest, notFound } from '../api/status.ts'
import { timestamp } from '../clock.ts'
import type { StoredAs } from '../resources/resource.ts'
import type { Api, Target, WatchEvent } from './api.ts'
import { type Machine, targetKey } from './machine.ts'
import { create } from './verbs/create.ts'
import { patchWith } from './verbs/patch.ts'
import { update, type UpdateOptions } from './verbs/update.ts'

/** `api` for the stored versions; the result serves the others too. */
export function withVersions(api: Api, machine: Machine): Api {
  const now = (): string => timestamp(machine.clock.now())

  function creating(target: Target, as: Conversion, body: KubeObject, options: UpdateOptions): KubeObject {
    const object = completed(target, body)
    track(target, object, undefined, options)
    return as.fromStored(create(machine, as.target, as.toStored(object), { ...options, managedFieldsDone: true }))
  }

  function updating(
    target: Target,
    as: Conversion,
    body: KubeObject,
    options: UpdateOptions,
  ): ReturnType<Api['update']> {
    const object = completed(target, body)
    track(target, object, as.live(machine), options)
    const result = update(machine, as.target, as.toStored(object), { ...options, managedFieldsDone: true })
    return { ...result, object: as.fromStored(result.object) }
  }

  /** Whose fields are whose is told in the fields of the version that they wrote. */
  function track(target: Target, object: KubeObject, old: KubeObject | undefined, options: UpdateOptions): void {
    if (options.managedFieldsDone) return
    const { strategy, subresource } = target
    recordUpdate(object, old, {
      type: strategy.type,
      manager: options.fieldManager ?? 'unknown',
      subresource,
      now: now(),
    })
  }

  return {
    get: (target) => through(target, (as) => as.fromStored(api.get(as.target))) ?? api.get(target),
    list(target, options) {
      const result = through(target, (as) => {
        const { items, ...rest } = api.list(as.target, as.selecting(options))
        return { ...rest, items: items.map(as.fromStored) }
      })
      return result ?? api.list(target, options)
    },
    watch(target, options, listener) {
      const end = through(target, (as) => {
        const shown = ({ type, object }: WatchEvent): void =>
          listener({ type, object: type === 'BOOKMARK' ? as.named(object) : as.fromStored(object) })
        return api.watch(as.target, as.selecting(options), shown)
      })
      return end ?? api.watch(target, options, listener)
    },
    create: (target, body, options) =>
      through(target, (as) => creating(target, as, body, options)) ?? api.create(target, body, options),
    update: (target, body, options) =>
      through(target, (as) => updating(target, as, body, options)) ?? api.update(target, body, options),
    patch(target, kind, body, options) {
      const result = through(target, (as) => {
        const patched = {
          live: as.live(machine),
          create: (object: KubeObject, write: UpdateOptions) => creating(target, as, object, write),
          update: (object: KubeObject, write: UpdateOptions) => updating(target, as, object, write),
        }
        return patchWith(patched, target, kind, body, options, now())
      })
      return result ?? api.patch(target, kind, body, options)
    },
    delete(target, options) {
      const result = through(target, (as) => {
        const deleted = api.delete(as.target, options)
        return { ...deleted, object: as.fromStored(deleted.object) }
      })
      return result ?? api.delete(target, options)
    },
    deleteCollection(target, selection, options) {
      const result = through(target, (as) => {
        const { items, ...rest } = api.deleteCollection(as.target, as.selecting(selection), options)
        return { ...rest, items: items.map(as.fromStored) }
      })
      return result ?? api.deleteCollection(target, selection, options)
    },
  }
}

interface Conversion extends Pick<StoredAs<KubeObject>, 'toStored' | 'fromStored'> {
  /** The same in the stored version. */
  target: Target
  /** What stands, as the client's version has it. */
  live(machine: Machine): KubeObject | undefined
  /** Only the names of the version. */
  named(object: KubeObject): KubeObject
  /** With the stored names of the fields; throws 400 on a field that is none. */
  selecting<T extends { fieldSelector?: string }>(options: T): T
}

/** What `convert` gives for a version that is not stored; undefined for one that is. What is not found is told in its own name. */
function through<T>(target: Target, convert: (as: Conversion) => T): T | undefined {
  const { storedAs, ref } = target.strategy
  if (!storedAs) return undefined
  const stored = { ...target, strategy: storedAs.strategy }
  const { toStored, fromStored, fields } = storedAs
  try {
    return convert({
      target: stored,
      toStored,
      fromStored,
      live(machine) {
        const object = machine.store.get(targetKey(stored))?.value
        return object && fromStored(object)
      },
      named: (object) => ({ ...object, kind: ref.kind, apiVersion: apiVersionOf(ref) }),
      selecting: (options) =>
        fields && options.fieldSelector
          ? { ...options, fieldSelector: renamed(options.fieldSelector, fields) }
          : options,
    })
  } catch (error) {
    const { reason, status } = error instanceof ApiError ? error : {}
    if (reason === 'NotFound' && status?.details?.kind === ref.plural) throw notFound(ref, target.name)
    throw error
  }
}

function completed({ strategy }: Target, body: KubeObject): KubeObject {
  const object = copyTree(body)
  object.metadata ??= {}
  strategy.defaults?.(object)
  return object
}

/** Only equality selects by fields, so a selector is rewritten term by term. */
function renamed(selector: string, fields: Readonly<Record<string, string>>): string {
  for (const { field } of parseFieldSelector(selector)) {
    if (fields[field] === undefined) throw badRequest(`field label not supported: ${field}`)
  }
  return selector
    .split(',')
    .map((term) => term.replace(/^[^=!]+/, (field) => fields[field] ?? field))
    .join(',')
}
