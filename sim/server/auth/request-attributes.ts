// What a request is about, read from its method, path and query alone: what has no resource yet is refused all the same.
// k8s: apiserver/pkg/endpoints/request/requestinfo.go, filters/authorization.go GetAuthorizerAttributes
import { resourceAccess, type AccessAttributes } from '../../resources/rbac/rule-matching.ts'
import { isWatch } from '../http/query.ts'

const verbs: Record<string, string> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}
/** Of a namespace itself, and so no resources in it. */
const namespaceSubresources = new Set(['status', 'finalize'])

export function attributesOf(method: string, url: URL): AccessAttributes {
  const [root, ...rest] = url.pathname.split('/').filter(Boolean)
  const group = root === 'apis' ? rest.shift() : root === 'api' ? '' : undefined
  // `/api/v1` and `/apis/apps/v1` are documents.
  if (group === undefined || rest.length < 2) {
    return resourceAccess({ verb: method.toLowerCase(), path: url.pathname })
  }
  const parts = rest.slice(1).map(decoded)
  const namespace = parts[0] === 'namespaces' ? (parts[1] ?? '') : ''
  const inside = namespace !== '' && parts.length > 2 && !namespaceSubresources.has(parts[2]!)
  const [resource = '', named = '', subresource = ''] = inside ? parts.slice(2) : parts
  const name = named || nameSelected(url.searchParams)
  const verb = verbs[method] ?? ''
  return resourceAccess({
    verb: named ? verb : collectionVerb(verb, url),
    group,
    resource,
    subresource,
    namespace,
    name,
  })
}

function collectionVerb(verb: string, { searchParams }: URL): string {
  if (verb === 'get') return isWatch(searchParams) ? 'watch' : 'list'
  return verb === 'delete' ? 'deletecollection' : verb
}

/** A list that asks for one name is about that object. */
function nameSelected(query: URLSearchParams): string {
  return /^metadata\.name=([^,!=]+)$/.exec(query.get('fieldSelector') ?? '')?.[1] ?? ''
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
