// Requests for resources: from method, query and body to a verb, and from its result to an answer.
// k8s: apiserver/pkg/endpoints/handlers
import { decodeObject } from '../../api/decode/decode.ts'
import { apiVersionOf, type KubeObject } from '../../api/object.ts'
import { badRequest, failure, methodNotSupported } from '../../api/status.ts'
import type { UserInfo } from '../../api/user.ts'
import type { Clock } from '../../clock.ts'
import type { Api, DeleteOptions, ListResult, PatchKind, Target } from '../api.ts'
import { isIncludeObject, partialMetadata, tableOf } from '../table.ts'
import { formOf, type Form } from './accept.ts'
import { readBody } from './body.ts'
import {
  checkedDeleteOptions,
  deleteOptionsOf,
  flag,
  isWatch,
  listOptions,
  patchFaults,
  type SentDeleteOptions,
  watchOptions,
  writeOptions,
} from './query.ts'
import { json } from './respond.ts'
import { watchStream } from './watch-stream.ts'

export interface ResourceContext {
  api: Api
  clock: Clock
  target: Target
  request: Request
  query: URLSearchParams
  warnings: string[]
  user: UserInfo
}

const patchKinds: Record<string, PatchKind> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
}

/** Answers one request; throws ApiError. */
export async function answerResource(context: ResourceContext): Promise<Response> {
  const { request, target } = context
  formOf(request.headers.get('accept'))
  const one = target.name !== ''
  if (target.strategy.deprecation) context.warnings.push(target.strategy.deprecation)
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return one ? show(context, context.api.get(target), 200) : listOrWatch(context)
    case 'POST':
      return post(context)
    case 'PUT':
      return one ? put(context) : refuseMethod()
    case 'PATCH':
      return one ? patch(context) : refuseMethod()
    case 'DELETE':
      return one ? remove(context) : removeCollection(context)
    default:
      return refuseMethod()
  }
}

function refuseMethod(): never {
  throw methodNotSupported()
}

function listOrWatch(context: ResourceContext): Response {
  const { api, target, query, clock, request } = context
  const form = formOf(request.headers.get('accept'))
  if (!isWatch(query)) {
    const result = api.list(target, listOptions(query))
    return json(showList(context, result, form), 200, {}, context.warnings)
  }
  const { timeoutSeconds, ...options } = watchOptions(query)
  let first = true
  const shown = ({ type, object }: { type: string; object: KubeObject }): object => {
    const columns = first
    first = false
    if (form.as === 'table' && type !== 'BOOKMARK') return table(context, [object], {}, columns)
    if (form.as === 'table') return table(context, [], { resourceVersion: object.metadata.resourceVersion }, columns)
    return form.as === 'metadata' ? partialMetadata(object) : object
  }
  // A refusal comes as an answer, not as an event, where the watch has not begun.
  return watchStream(clock, timeoutSeconds, request.signal, (listener) => api.watch(target, options, listener), shown)
}

function table(
  { query, clock, target }: ResourceContext,
  objects: KubeObject[],
  metadata: object,
  columns = true,
): object {
  const include = query.get('includeObject') || 'Metadata'
  if (!isIncludeObject(include)) {
    const why = `Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`
    throw badRequest(`Unable to convert to Table as requested: includeObject: ${why}`)
  }
  return tableOf(target.strategy, objects, metadata, { nowMs: clock.now(), include, columns })
}

function showList(context: ResourceContext, result: ListResult, form: Form): object {
  const { strategy } = context.target
  const { items, resourceVersion, continue: token, remainingItemCount } = result
  const metadata = {
    resourceVersion,
    ...(token === undefined ? {} : { continue: token }),
    ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
  }
  if (form.as === 'table') return table(context, items, metadata)
  if (form.as === 'metadata') {
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: items.map(partialMetadata),
    }
  }
  // Elements of a list say neither kind nor apiVersion.
  const bare = items.map(({ kind: _kind, apiVersion: _apiVersion, ...object }) => object)
  return { kind: `${strategy.ref.kind}List`, apiVersion: apiVersionOf(strategy.ref), metadata, items: bare }
}

function show(context: ResourceContext, object: KubeObject, code: number): Response {
  const form = formOf(context.request.headers.get('accept'))
  const { warnings } = context
  if (form.as === 'table' && object.kind !== 'Status') {
    const { resourceVersion } = object.metadata
    return json(table(context, [object], resourceVersion ? { resourceVersion } : {}), code, {}, warnings)
  }
  return json(form.as === 'metadata' ? partialMetadata(object) : object, code, {}, warnings)
}

/** What a subresource's body is, where it is no view of its parent. */
const bodyTypes: Record<string, { group: string; version: string; kind: string; type: string }> = {
  binding: { group: '', version: 'v1', kind: 'Binding', type: 'io.k8s.api.core.v1.Binding' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction', type: 'io.k8s.api.policy.v1.Eviction' },
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale', type: 'io.k8s.api.autoscaling.v1.Scale' },
}

async function readObject(
  context: ResourceContext,
): Promise<{ object: KubeObject; options: ReturnType<typeof write> }> {
  const { request, target } = context
  const options = write(context, request.method === 'PUT' ? 'UpdateOptions' : 'CreateOptions')
  const { ref, type } = target.strategy
  const { object, warnings } = decodeObject(await readBody(request), {
    contentType: request.headers.get('content-type') ?? '',
    expected: bodyTypes[target.subresource] ?? { group: ref.group, version: ref.version, kind: ref.kind, type },
    fieldValidation: options.fieldValidation,
  })
  context.warnings.push(...warnings, ...unknownIn(context, object, options.fieldValidation))
  return { object, options }
}

/** What a resource that somebody added does not know: told, or refused, as for the others. */
function unknownIn({ target: { strategy, subresource } }: ResourceContext, object: KubeObject, how?: string): string[] {
  if (!strategy.custom || bodyTypes[subresource]) return []
  const unknown = strategy.custom.prune(object).map((path) => `unknown field "${path}"`)
  if (how !== 'Strict' || unknown.length === 0) return how === 'Ignore' ? [] : unknown
  const { kind, version } = strategy.ref
  const what = `${kind} in version "${version}" cannot be handled as a ${kind}`
  throw badRequest(`${what}: strict decoding error: ${unknown.join(', ')}`)
}

function write(
  { query, request, warnings, user }: ResourceContext,
  kind: Parameters<typeof writeOptions>[1],
  faults: Parameters<typeof writeOptions>[3] = [],
): ReturnType<typeof writeOptions> & { warn: (sentence: string) => void; user: UserInfo } {
  const options = writeOptions(query, kind, request.headers.get('user-agent'), faults)
  return { ...options, user, warn: (sentence) => void warnings.push(sentence) }
}

async function post(context: ResourceContext): Promise<Response> {
  if (context.target.name !== '' && context.target.subresource === '') refuseMethod()
  const { object, options } = await readObject(context)
  return show(context, context.api.create(context.target, object, options), 201)
}

async function put(context: ResourceContext): Promise<Response> {
  const { object, options } = await readObject(context)
  const result = context.api.update(context.target, object, options)
  return show(context, result.object, result.created ? 201 : 200)
}

async function patch(context: ResourceContext): Promise<Response> {
  const { request, query, api, target } = context
  const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim()
  const kind = patchKinds[type]
  if (!kind) throw failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  if (kind === 'strategic' && target.strategy.custom) {
    const taken = Object.keys(patchKinds).filter((each) => patchKinds[each] !== 'strategic')
    const why = `the body of the request was in an unknown format - accepted media types include: ${taken.join(', ')}`
    throw failure(415, 'UnsupportedMediaType', why, {})
  }
  const body = await readBody(request)
  const options = {
    ...write(context, 'PatchOptions', patchFaults(query, kind === 'apply')),
    ...(query.has('force') ? { force: flag(query, 'force') } : {}),
  }
  const result = api.patch(target, kind, body, options)
  return show(context, result.object, result.created ? 201 : 200)
}

/** The body decides where there is one. k8s: handlers/delete.go DeleteResource */
async function deleteOptions({ request, query }: ResourceContext): Promise<DeleteOptions> {
  const body = await readBody(request)
  if (body.length === 0) return checkedDeleteOptions(deleteOptionsOf(query))
  const { object } = decodeObject(body, {
    contentType: request.headers.get('content-type') ?? '',
    expected: deleteOptionsType,
    fieldValidation: 'Ignore',
  })
  return checkedDeleteOptions(object as SentDeleteOptions)
}

const deleteOptionsType = {
  group: 'meta.k8s.io',
  version: 'v1',
  kind: 'DeleteOptions',
  type: 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
}

async function remove(context: ResourceContext): Promise<Response> {
  const { api, target } = context
  const { object, pending } = api.delete(target, await deleteOptions(context))
  if (pending || target.strategy.gracePeriodSeconds) return show(context, object, 200)
  const { ref } = target.strategy
  return json({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: target.name,
      ...(ref.group ? { group: ref.group } : {}),
      kind: ref.plural,
      uid: object.metadata.uid,
    },
  })
}

async function removeCollection(context: ResourceContext): Promise<Response> {
  const { api, target, query, request } = context
  if (target.strategy.ref.namespaced && target.namespace === '') refuseMethod()
  const result = api.deleteCollection(target, listOptions(query), await deleteOptions(context))
  return json(showList(context, result, formOf(request.headers.get('accept'))))
}
