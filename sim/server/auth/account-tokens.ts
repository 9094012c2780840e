// The tokens of ServiceAccounts: JSON Web Tokens that this server signs, and believes as long as what they are bound to is there.
// k8s: pkg/serviceaccount/{claims,legacy}.go, pkg/registry/core/serviceaccount/storage/token.go
import type { KubeObject } from '../../api/object.ts'
import { nodes, pods, secrets, serviceAccounts } from '../../api/refs.ts'
import { accountGroups, accountUsername, authenticatedGroup, type UserInfo } from '../../api/user.ts'
import type { Secret, ServiceAccount } from '../../generated/types.ts'
import type { ClusterView } from '../../resources/resource.ts'
import type { Signer } from './signer.ts'

export const tokenIssuer = 'https://kubernetes.default.svc.cluster.local'
const legacyIssuer = 'kubernetes/serviceaccount'
const legacyPrefix = 'kubernetes.io/serviceaccount/'

interface Named {
  name: string
  uid?: string
}

interface Claims {
  aud?: string[]
  exp?: number
  iss: string
  jti?: string
  sub: string
  'kubernetes.io'?: { namespace: string; serviceaccount: Named; pod?: Named; node?: Named; secret?: Named }
  [legacy: `kubernetes.io/serviceaccount/${string}`]: string | undefined
}

/** What a token may be bound to: it ends with it. */
export interface Bound {
  kind: 'Pod' | 'Secret' | 'Node'
  name: string
  uid: string
  /** Of a Pod. */
  node?: Named
}

/** Who a token stands for and for whom it is meant. */
export interface TokenHolder {
  user: UserInfo
  audiences: string[]
}

/** The text of a token for a time. @param terms seconds since 1970, and the token's own id. */
export function issueToken(
  signer: Signer,
  { metadata }: ServiceAccount,
  terms: { audiences: string[]; issued: number; expires: number; warnAfter?: number; id: string; bound?: Bound },
): Promise<string> {
  const { bound, warnAfter } = terms
  const { name = '', namespace = '', uid = '' } = metadata
  return signer.sign({
    aud: terms.audiences,
    exp: terms.expires,
    iat: terms.issued,
    iss: tokenIssuer,
    jti: terms.id,
    'kubernetes.io': {
      namespace,
      ...(bound?.node ? { node: bound.node } : {}),
      ...(bound ? { [bound.kind.toLowerCase()]: { name: bound.name, uid: bound.uid } } : {}),
      serviceaccount: { name, uid },
      ...(warnAfter === undefined ? {} : { warnafter: warnAfter }),
    },
    nbf: terms.issued,
    sub: accountUsername(namespace, name),
  })
}

/** The text of a token that a Secret holds: it ends with that. */
export function issueLegacyToken(signer: Signer, { metadata }: ServiceAccount, secret: Secret): Promise<string> {
  const { name = '', namespace = '', uid = '' } = metadata
  return signer.sign({
    iss: legacyIssuer,
    [`${legacyPrefix}namespace`]: namespace,
    [`${legacyPrefix}secret.name`]: secret.metadata.name!,
    [`${legacyPrefix}service-account.name`]: name,
    [`${legacyPrefix}service-account.uid`]: uid,
    sub: accountUsername(namespace, name),
  })
}

/** Who a token stands for; undefined for one that we did not sign, that is over, or whose account or object is gone. */
export async function holderOf(signer: Signer, token: string, view: ClusterView): Promise<TokenHolder | undefined> {
  const claims = (await signer.verify(token)) as Claims | undefined
  if (!claims || (claims.exp !== undefined && claims.exp * 1000 <= view.nowMs)) return undefined
  return claims.iss === legacyIssuer ? legacyHolder(claims, token, view) : boundHolder(claims, view)
}

function boundHolder(claims: Claims, view: ClusterView): TokenHolder | undefined {
  const { namespace, serviceaccount, pod, node, secret } = claims['kubernetes.io']!
  const account = view.get(serviceAccounts, namespace, serviceaccount.name)
  if (!isSame(account, serviceaccount)) return undefined
  if (pod && !isSame(view.get(pods, namespace, pod.name), pod)) return undefined
  if (secret && !isSame(view.get(secrets, namespace, secret.name), secret)) return undefined
  if (node && !pod && !isSame(view.get(nodes, '', node.name), node)) return undefined
  const details: [string, string | undefined][] = [
    ['credential-id', claims.jti && `JTI=${claims.jti}`],
    ['node-name', node?.name],
    ['node-uid', node?.uid],
    ['pod-name', pod?.name],
    ['pod-uid', pod?.uid],
  ]
  const extra = Object.fromEntries(
    details.flatMap(([key, value]) => (value ? [[`authentication.kubernetes.io/${key}`, [value]]] : [])),
  )
  return { user: { ...userOf(namespace, serviceaccount), extra }, audiences: claims.aud ?? [] }
}

function legacyHolder(claims: Claims, token: string, view: ClusterView): TokenHolder | undefined {
  const claim = (name: string): string =>
    claims[`${legacyPrefix}${name}` as `kubernetes.io/serviceaccount/${string}`] ?? ''
  const namespace = claim('namespace')
  const named = { name: claim('service-account.name'), uid: claim('service-account.uid') }
  const secret = view.get(secrets, namespace, claim('secret.name'))
  if (secret?.data?.['token'] !== btoa(token)) return undefined
  if (!isSame(view.get(serviceAccounts, namespace, named.name), named)) return undefined
  return { user: userOf(namespace, named), audiences: [tokenIssuer] }
}

function isSame(object: KubeObject | undefined, { uid }: Named): boolean {
  return object !== undefined && object.metadata.uid === uid
}

function userOf(namespace: string, { name, uid }: Named): UserInfo {
  return {
    username: accountUsername(namespace, name),
    ...(uid ? { uid } : {}),
    groups: [...accountGroups(namespace), authenticatedGroup],
  }
}
