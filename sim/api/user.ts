// Who makes a request, as authentication found out. k8s: apiserver/pkg/authentication/user/user.go

export interface UserInfo {
  username: string
  uid?: string
  groups: readonly string[]
  extra?: Readonly<Record<string, readonly string[]>>
}

/** Members may do anything; no rule is asked. */
export const privilegedGroup = 'system:masters'
/** Everyone who said who they are. */
export const authenticatedGroup = 'system:authenticated'

const accountPrefix = 'system:serviceaccount:'

/** Name under which a ServiceAccount acts. k8s: apiserver/pkg/authentication/serviceaccount/util.go */
export function accountUsername(namespace: string, name: string): string {
  return `${accountPrefix}${namespace}:${name}`
}

/** The ServiceAccount of a user name; undefined where it is the name of none. */
export function accountOfUsername(username: string): { namespace: string; name: string } | undefined {
  if (!username.startsWith(accountPrefix)) return undefined
  const [namespace, name, ...rest] = username.slice(accountPrefix.length).split(':')
  return namespace && name && rest.length === 0 ? { namespace, name } : undefined
}

/** Groups that a ServiceAccount is in, besides the authenticated. */
export function accountGroups(namespace: string): string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
}
