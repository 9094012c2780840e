// Who asks, and may they: what every request passes before anything looks at what it wants.
// k8s: apiserver/pkg/endpoints/filters/{authentication,impersonation,authorization}.go
import type { KubeObject } from '../../api/object.ts'
import { authenticatedGroup, privilegedGroup, type UserInfo } from '../../api/user.ts'
import type { Secret, ServiceAccount } from '../../generated/types.ts'
import { authorize, type Decision } from '../../resources/rbac/authorizer.ts'
import { resourceAccess, type AccessAttributes } from '../../resources/rbac/rule-matching.ts'
import { grantsOf, type GrantedRules } from '../../resources/rbac/rule-resolver.ts'
import { type Machine, viewOf } from '../machine.ts'
import { holderOf, issueLegacyToken, type TokenHolder, tokenIssuer } from './account-tokens.ts'
import { impersonationOf } from './impersonation.ts'
import { accessForbidden, unauthorized } from './refusal.ts'
import { attributesOf } from './request-attributes.ts'
import { createSigner } from './signer.ts'
import { answerTokenRequest, type TokenRequest } from './token-request.ts'

/** The cluster's own administrator. */
export const administrator: UserInfo = {
  username: 'kubernetes-admin',
  groups: [privilegedGroup, authenticatedGroup],
}

export interface AuthOptions {
  /** Whom a bearer token stands for, besides those that the server signs for ServiceAccounts. */
  bearers?: { token: string; user: UserInfo }[]
  /** Who asks without a token; by default nobody, and such requests are refused. */
  anonymous?: UserInfo
  /** Signs ServiceAccounts' tokens; without one a new one is made, and earlier tokens are no longer believed. */
  signingKey?: JsonWebKey
}

export interface Auth {
  /** Who makes a request that they may make. Rejects with 401 and 403. */
  admit(request: Request, url: URL): Promise<UserInfo>
  /** Throws 403 where the user may not. */
  require(user: UserInfo, asked: AccessAttributes): void
  decide(user: UserInfo, asked: AccessAttributes): Decision
  /** The bindings that name the user, with what they give. */
  grants(user: UserInfo, namespace: string): GrantedRules[]
  /** Whom a token stands for. */
  holder(token: string): Promise<TokenHolder | undefined>
  /** Answers a TokenRequest for an account. Rejects with 400, 404, 422. */
  requestToken: (account: ServiceAccount, request: TokenRequest) => Promise<KubeObject>
  /** The token for a Secret of type `kubernetes.io/service-account-token`. */
  secretToken: (account: ServiceAccount, secret: Secret) => Promise<string>
}

export function createAuth(machine: Machine, options: AuthOptions): Auth {
  const signer = createSigner(options.signingKey)
  const bearers = new Map((options.bearers ?? []).map(({ token, user }) => [token, user]))
  const view = (): ReturnType<typeof viewOf> => viewOf(machine, false)

  async function holder(token: string): Promise<TokenHolder | undefined> {
    const user = bearers.get(token)
    return user ? { user, audiences: [tokenIssuer] } : holderOf(signer, token, view())
  }

  async function authenticate(headers: Headers): Promise<UserInfo> {
    const given = /^Bearer +(.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
    if (given === undefined) {
      if (options.anonymous) return options.anonymous
      throw unauthorized()
    }
    const found = await holder(given)
    if (!found?.audiences.includes(tokenIssuer)) throw unauthorized()
    return found.user
  }

  function require(user: UserInfo, asked: AccessAttributes): void {
    const { allowed, reason } = authorize(view(), user, asked)
    if (!allowed) throw accessForbidden(user.username, asked, reason)
  }

  return {
    async admit(request, url) {
      const caller = await authenticate(request.headers)
      const impersonation = impersonationOf(request.headers)
      for (const asked of impersonation?.asked ?? []) require(caller, asked)
      const user = impersonation?.user ?? caller
      require(user, attributesOf(request.method, url))
      return user
    },
    require,
    decide: (user, asked) => authorize(view(), user, asked),
    grants: (user, namespace) => grantsOf(view(), user, namespace),
    holder,
    requestToken: (account, request) => answerTokenRequest(signer, view(), account, request),
    secretToken: (account, secret) => issueLegacyToken(signer, account, secret),
  }
}

/** A websocket asks with GET; a conversation needs what a POST would. k8s: registry/core/pod/rest/subresources.go */
export function conversationAccess(namespace: string, name: string, subresource: string): AccessAttributes {
  return resourceAccess({ verb: 'create', resource: 'pods', subresource, namespace, name })
}
