// Acting as somebody else: `kubectl --as`. k8s: apiserver/pkg/endpoints/filters/impersonation
import { accountGroups, accountOfUsername, accountUsername, authenticatedGroup, type UserInfo } from '../../api/user.ts'
import { badRequest } from '../../api/status.ts'
import { resourceAccess, type AccessAttributes } from '../../resources/rbac/rule-matching.ts'

const extraPrefix = 'impersonate-extra-'
const anonymous = 'system:anonymous'
const unauthenticatedGroup = 'system:unauthenticated'

export interface Impersonation {
  /** What the caller must be allowed to impersonate, one by one. */
  asked: AccessAttributes[]
  user: UserInfo
}

/** Who the headers ask to be; undefined where they ask nothing. Throws 400 for groups without a user. */
export function impersonationOf(headers: Headers): Impersonation | undefined {
  const username = headers.get('impersonate-user') ?? ''
  const groups = (headers.get('impersonate-group') ?? '').split(', ').filter(Boolean)
  const uid = headers.get('impersonate-uid') ?? ''
  const extra = extraOf(headers)
  const account = accountOfUsername(username)
  const asked = [
    ...(username === '' ? [] : [account ? subject('serviceaccounts', account) : subject('users', { name: username })]),
    ...groups.map((name) => subject('groups', { name })),
    ...Object.entries(extra).flatMap(([subresource, values]) =>
      values.map((name) => authenticationSubject('userextras', { name, subresource })),
    ),
    ...(uid === '' ? [] : [authenticationSubject('uids', { name: uid })]),
  ]
  if (asked.length === 0) return undefined
  if (username === '') {
    const what = asked.map(({ resource, name }) => `${resource} ${name}`).join(' ')
    throw badRequest(`requested [${what}] without impersonating a user`)
  }
  const own = groups.length > 0 || !account ? groups : accountGroups(account.namespace)
  return {
    asked,
    user: {
      username: account ? accountUsername(account.namespace, account.name) : username,
      ...(uid ? { uid } : {}),
      groups: completed(username, own),
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
    },
  }
}

function subject(resource: string, { name, namespace = '' }: { name: string; namespace?: string }): AccessAttributes {
  return resourceAccess({ verb: 'impersonate', resource, namespace, name })
}

function authenticationSubject(resource: string, of: { name: string; subresource?: string }): AccessAttributes {
  return resourceAccess({ verb: 'impersonate', group: 'authentication.k8s.io', resource, ...of })
}

function completed(username: string, groups: string[]): string[] {
  if (username === anonymous) {
    return groups.includes(unauthenticatedGroup) ? groups : [...groups, unauthenticatedGroup]
  }
  const said = groups.includes(authenticatedGroup) || groups.includes(unauthenticatedGroup)
  return said ? groups : [...groups, authenticatedGroup]
}

function extraOf(headers: Headers): Record<string, string[]> {
  const extra: Record<string, string[]> = {}
  for (const [name, value] of headers) {
    if (name.startsWith(extraPrefix)) extra[decodeURIComponent(name.slice(extraPrefix.length))] = value.split(', ')
  }
  return extra
}
