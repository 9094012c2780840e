// Questions that are posted and answered, and stored nowhere: may I, who am I, whose token is this.
// k8s: pkg/registry/{authorization,authentication}, pkg/apis/authorization/validation/validation.go
import { invalid as invalidField, type FieldError } from '../api/field-errors.ts'
import type { KubeObject } from '../api/object.ts'
import { badRequest, invalid } from '../api/status.ts'
import type { UserInfo } from '../api/user.ts'
import { resolutionErrors } from '../resources/rbac/authorizer.ts'
import { resourceAccess, type AccessAttributes } from '../resources/rbac/rule-matching.ts'
import { tokenIssuer } from './auth/account-tokens.ts'
import type { Auth } from './auth/auth.ts'

/** `group/plural` of what is served this way. */
export const reviewResources = new Set([
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/subjectaccessreviews',
  'authorization.k8s.io/localsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
  'authentication.k8s.io/selfsubjectreviews',
  'authentication.k8s.io/tokenreviews',
])

/** A review as it was posted. */
export interface PostedReview {
  /** One of {@link reviewResources}, without its group. */
  plural: string
  body: KubeObject
  /** Of the URL; '' outside of one. */
  namespace: string
  user: UserInfo
  /** RFC 3339. */
  now: string
}

/** The answer to a posted review. Rejects with 422 and 400 for one that asks nothing. */
export async function review(auth: Auth, { plural, body, namespace, user, now }: PostedReview): Promise<KubeObject> {
  const base = { ...body, metadata: {} }
  switch (plural) {
    case 'selfsubjectreviews':
      return { ...base, metadata: { creationTimestamp: now }, status: { userInfo: user } } as KubeObject
    case 'selfsubjectrulesreviews':
      return { ...base, spec: {}, status: rulesStatus(auth, user, body) } as KubeObject
    case 'tokenreviews':
      return { ...base, status: await tokenStatus(auth, body) } as KubeObject
    case 'selfsubjectaccessreviews':
      return { ...base, status: accessStatus(auth, user, specOf(body), []) } as KubeObject
    default:
      return {
        ...base,
        metadata: namespace ? { namespace } : {},
        status: subjectStatus(auth, specOf(body), namespace),
      } as KubeObject
  }
}

interface AccessReviewSpec {
  resourceAttributes?: Partial<
    Pick<AccessAttributes, 'verb' | 'group' | 'resource' | 'subresource' | 'namespace' | 'name'>
  >
  nonResourceAttributes?: { path?: string; verb?: string }
  user?: string
  groups?: string[]
  uid?: string
  extra?: Record<string, string[]>
}

function specOf(body: KubeObject): AccessReviewSpec {
  return (body as { spec?: AccessReviewSpec }).spec ?? {}
}

function accessStatus(auth: Auth, user: UserInfo, spec: AccessReviewSpec, more: FieldError[]): object {
  const faults = [...attributeFaults(spec), ...more]
  if (faults.length > 0) throw invalid({ group: 'authorization.k8s.io', kind: '' }, '', faults)
  const { resourceAttributes, nonResourceAttributes } = spec
  const asked = resourceAttributes
    ? resourceAccess(resourceAttributes)
    : resourceAccess({ verb: nonResourceAttributes?.verb ?? '', path: nonResourceAttributes?.path ?? '' })
  const { allowed, reason } = auth.decide(user, asked)
  return { allowed, ...(reason ? { reason } : {}) }
}

function subjectStatus(auth: Auth, spec: AccessReviewSpec, namespace: string): object {
  const { user: username = '', groups = [], uid, extra } = spec
  const faults: FieldError[] = []
  if (username === '' && groups.length === 0) {
    faults.push(invalidField('spec.user', username, 'at least one of user or group must be specified'))
  }
  const asked = spec.resourceAttributes?.namespace ?? ''
  if (namespace && spec.resourceAttributes && asked !== namespace) {
    faults.push(invalidField('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace'))
  }
  if (namespace && spec.nonResourceAttributes) {
    const why = 'disallowed on this kind of request'
    faults.push(invalidField('spec.nonResourceAttributes', shownPath(spec.nonResourceAttributes), why))
  }
  const user: UserInfo = { username, groups, ...(uid ? { uid } : {}), ...(extra ? { extra } : {}) }
  return accessStatus(auth, user, spec, faults)
}

function attributeFaults({ resourceAttributes, nonResourceAttributes }: AccessReviewSpec): FieldError[] {
  if (resourceAttributes && nonResourceAttributes) {
    const why = 'cannot be specified in combination with resourceAttributes'
    return [invalidField('spec.nonResourceAttributes', shownPath(nonResourceAttributes), why)]
  }
  if (resourceAttributes || nonResourceAttributes) return []
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
  return [invalidField('spec.resourceAttributes', null, why)]
}

/** As Go prints the internal struct. */
function shownPath({ path = '', verb = '' }: NonNullable<AccessReviewSpec['nonResourceAttributes']>): object {
  return { Path: path, Verb: verb }
}

function rulesStatus(auth: Auth, user: UserInfo, body: KubeObject): object {
  const { namespace = '' } = (body as { spec?: { namespace?: string } }).spec ?? {}
  if (namespace === '') throw badRequest('no namespace on request')
  const grants = auth.grants(user, namespace)
  const rules = grants.flatMap((grant) => grant.rules)
  const missing = resolutionErrors(grants)
  return {
    resourceRules: rules
      .filter(({ resources }) => resources?.length)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames ? { resourceNames } : {}),
      })),
    nonResourceRules: rules
      .filter(({ nonResourceURLs }) => nonResourceURLs?.length)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    // What could not be found out is told, and the list counts as whole all the same.
    incomplete: false,
    ...(missing === undefined ? {} : { evaluationError: missing }),
  }
}

async function tokenStatus(auth: Auth, body: KubeObject): Promise<object> {
  const { token = '', audiences } = (body as { spec?: { token?: string; audiences?: string[] } }).spec ?? {}
  if (token === '') throw badRequest('token is required for TokenReview in authentication')
  const wanted = audiences?.length ? audiences : [tokenIssuer]
  const found = await auth.holder(token)
  const shared = found?.audiences.filter((audience) => wanted.includes(audience)) ?? []
  if (!found || shared.length === 0) return { user: {}, error: 'invalid bearer token' }
  return { authenticated: true, user: found.user, audiences: shared }
}
