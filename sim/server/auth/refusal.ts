// The sentences of those who may not. k8s: apiserver/pkg/endpoints/handlers/responsewriters/errors.go
import { goQuoted } from '../../api/decode/json-tree.ts'
import { type ApiError, failure } from '../../api/status.ts'
import type { AccessAttributes } from '../../resources/rbac/rule-matching.ts'

/** 401, and not a word why. */
export function unauthorized(): ApiError {
  return failure(401, 'Unauthorized', 'Unauthorized')
}

/** 403. @param reason why there might be no rule (a role that is missing); '' otherwise. */
export function accessForbidden(username: string, asked: AccessAttributes, reason: string): ApiError {
  const { group, resource, name } = asked
  const qualified = group ? `${resource}.${group}` : resource
  const about = resource === '' ? 'forbidden' : `${qualified}${name ? ` "${name}"` : ''} is forbidden`
  const message = `${about}: ${sanitized(sentence(username, asked))}${reason ? `: ${reason}` : ''}`
  return failure(403, 'Forbidden', message, {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    ...(resource ? { kind: resource } : {}),
  })
}

function sentence(username: string, { verb, group, resource, subresource, namespace, path }: AccessAttributes): string {
  const who = `User ${goQuoted(username)} cannot ${verb}`
  if (resource === '') return `${who} path ${goQuoted(path)}`
  const what = goQuoted(subresource ? `${resource}/${subresource}` : resource)
  const where = namespace ? `in the namespace ${goQuoted(namespace)}` : 'at the cluster scope'
  return `${who} resource ${what} in API group ${goQuoted(group)} ${where}`
}

function sanitized(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
