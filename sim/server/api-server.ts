// The verbs over one store: what the HTTP handler and the in-process client both call.
import type { KubeObject } from '../api/object.ts'
import { methodNotSupported, unknownPath } from '../api/status.ts'
import type { Api, Target } from './api.ts'
import type { Machine } from './machine.ts'
import { bind } from './subresources/binding.ts'
import { evict } from './subresources/eviction.ts'
import { finalizeNamespace } from './subresources/finalize.ts'
import { readScale, writeScale } from './subresources/scale.ts'
import { create } from './verbs/create.ts'
import { remove, removeCollection } from './verbs/delete.ts'
import { get } from './verbs/get.ts'
import { list } from './verbs/list.ts'
import { patch } from './verbs/patch.ts'
import { update } from './verbs/update.ts'
import { watch } from './verbs/watch.ts'
import { withVersions } from './versions.ts'

/** Subresources that are a view of their parent: read as the parent, written in part. Others are the resource's own. */
const views = new Set(['', 'status', 'finalize'])

/** The API of one cluster. `machine.store` decides whether it lasts. */
export function createApi(machine: Machine): Api {
  return withVersions(storedApi(machine), machine)
}

function storedApi(machine: Machine): Api {
  return {
    get(target) {
      if (target.subresource === 'scale') return readScale(machine, target)
      requireView(target)
      return get(machine, target)
    },
    list: (target, options) => list(machine, target, options),
    watch: (target, options, listener) => watch(machine, target, options, listener),
    create(target, body, options) {
      switch (target.subresource) {
        case '':
          return create(machine, target, body, options)
        case 'binding':
          return bind(machine, target, body, options)
        case 'eviction':
          return evict(machine, target, body, options)
        default:
          throw isView(target) ? methodNotSupported() : unknownPath()
      }
    },
    update(target, body, options) {
      if (target.subresource === 'scale') return { object: writeScale(machine, target, body, options), created: false }
      if (target.subresource === 'finalize') return existing(finalizeNamespace(machine, target, body, options))
      requireView(target)
      return update(machine, target, body, options)
    },
    patch: (target, kind, body, options) => patch(machine, target, kind, body, options),
    delete: (target, options) => remove(machine, target, options),
    deleteCollection: (target, selection, options) => removeCollection(machine, target, selection, options),
  }
}

function existing(object: KubeObject): { object: KubeObject; created: boolean } {
  return { object, created: false }
}

function isView({ strategy, subresource }: Target): boolean {
  return views.has(subresource) || strategy.views?.[subresource] !== undefined
}

function requireView(target: Target): void {
  if (!isView(target)) throw unknownPath()
  if (target.subresource === 'status' && !target.strategy.status) throw unknownPath()
}
