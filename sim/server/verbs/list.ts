// List, whole or in chunks. k8s: apiserver/pkg/storage/etcd3/store.go GetList, apiserver/pkg/storage/continue.go
import { JsonSyntaxError, parseJson, plainValue } from '../../api/decode/json-tree.ts'
import type { KubeObject } from '../../api/object.ts'
import { badRequest, expired, failure, unsorted } from '../../api/status.ts'
import { limits } from '../../limits.ts'
import { StoreError, type Stored } from '../../store/store.ts'
import type { ListOptions, ListResult, Target } from '../api.ts'
import { type Machine, storeKey } from '../machine.ts'
import { selectionOf } from '../selection.ts'

interface ContinueToken {
  v: 'meta.k8s.io/v1'
  rv: number
  start: string
}

const expiredMessage =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'

/** Throws 400 for options that make no sense, 410 for a chunk whose state is no longer known. */
export function list(machine: Machine, target: Target, options: ListOptions): ListResult {
  const { strategy, namespace } = target
  const selection = selectionOf(strategy, options)
  const token = options.continue ? readToken(options.continue) : undefined
  const at = revisionOf(machine, options, token)
  const prefix = storeKey(strategy.ref, namespace, '')
  const all = entries(machine, prefix, at, token)
  const limit = options.limit || limits.listObjectsMax
  const items: KubeObject[] = []
  let next: string | undefined
  let remaining = 0
  for (const { key, value } of all) {
    if (token && key < token.start) continue
    if (!selection.matches(value)) continue
    if (items.length < limit) items.push(value)
    else {
      next ??= key
      remaining++
    }
  }
  const result: ListResult = { items, resourceVersion: String(at) }
  if (next === undefined) return result
  result.continue = writeToken({ v: 'meta.k8s.io/v1', rv: at, start: next })
  // A selection would have to be evaluated on all the rest to be counted.
  if (!options.labelSelector && !options.fieldSelector) result.remainingItemCount = remaining
  return result
}

function revisionOf({ store }: Machine, options: ListOptions, token: ContinueToken | undefined): number {
  const { resourceVersion = '', resourceVersionMatch } = options
  if (token) {
    if (resourceVersion !== '' && resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue')
    }
    return token.rv
  }
  if (resourceVersion === '' || resourceVersion === '0') return store.revision
  const wanted = parseRevision(resourceVersion, 'list')
  if (wanted > store.revision) throw tooLarge(wanted, store.revision)
  return resourceVersionMatch === 'Exact' ? wanted : store.revision
}

/** Throws for what is no revision: 400 to a list, and, as the server does, a bare 500 to a watch. */
export function parseRevision(text: string, verb: 'list' | 'watch'): number {
  if (/^\d+$/.test(text)) return Number(text)
  const quoted = JSON.stringify(text)
  const why = `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`
  throw verb === 'watch' ? unsorted(why) : badRequest(`invalid resource version: ${why}`)
}

/** A client ahead of the server must try again. k8s: storage.NewTooLargeResourceVersionError */
function tooLarge(wanted: number, current: number): Error {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  })
}

function entries(
  { store }: Machine,
  prefix: string,
  at: number,
  token: ContinueToken | undefined,
): Stored<KubeObject>[] {
  if (at === store.revision) return store.list(prefix)
  try {
    return store.listAt(prefix, at)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw expired(token ? expiredMessage : `The resourceVersion for the provided list is too old.`)
  }
}

function writeToken(token: ContinueToken): string {
  return btoa(JSON.stringify(token)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function readToken(text: string): ContinueToken {
  const refuse = (why: string): Error => badRequest(`invalid continue token: continue key is not valid: ${why}`)
  const wrong = text.search(/[^A-Za-z0-9_-]/)
  if (wrong !== -1 || text.length % 4 === 1) {
    throw refuse(`illegal base64 data at input byte ${wrong === -1 ? text.length - 1 : wrong}`)
  }
  let token: unknown
  try {
    token = plainValue(parseJson(atob(text.replaceAll('-', '+').replaceAll('_', '/'))))
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw refuse(error.message)
    throw error
  }
  const { v, rv, start } = (token ?? {}) as Partial<ContinueToken>
  if (v !== 'meta.k8s.io/v1') throw refuse(`server does not recognize this encoded version "${String(v ?? '')}"`)
  if (!rv) throw refuse('incorrect encoded start resourceVersion (version meta.k8s.io/v1)')
  if (!start) throw refuse('encoded start key empty (version meta.k8s.io/v1)')
  return { v, rv, start }
}
