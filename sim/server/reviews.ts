// Questions that are posted and answered, and stored nowhere: may I, who am I. Everyone is cluster-admin until RBAC is enforced.
import { invalid as invalidField } from '../api/field-errors.ts'
import type { KubeObject } from '../api/object.ts'
import { invalid } from '../api/status.ts'

/** `group/plural` of what is served this way. */
export const reviewResources = new Set([
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/subjectaccessreviews',
  'authorization.k8s.io/localsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
  'authentication.k8s.io/selfsubjectreviews',
])

/** Who every token of a cluster stands for. */
const user = { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }

/** The answer to a posted review; `plural` is one of {@link reviewResources}. Throws 422 for one that asks nothing. */
export function review(plural: string, body: KubeObject, now: string): KubeObject {
  const base = { ...body, metadata: {} }
  if (plural === 'selfsubjectreviews') {
    return { ...base, metadata: { creationTimestamp: now }, status: { userInfo: user } } as KubeObject
  }
  if (plural === 'selfsubjectrulesreviews') return { ...base, spec: {}, status: rules } as KubeObject
  const { resourceAttributes, nonResourceAttributes } = (body as { spec?: AccessReviewSpec }).spec ?? {}
  if (Boolean(resourceAttributes) === Boolean(nonResourceAttributes)) throw nothingAsked()
  return { ...base, status: { allowed: true } } as KubeObject
}

interface AccessReviewSpec {
  resourceAttributes?: object
  nonResourceAttributes?: object
}

/** The kind is missing in the real server's words too. */
function nothingAsked(): Error {
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
  return invalid({ group: 'authorization.k8s.io', kind: '' }, '', [invalidField('spec.resourceAttributes', null, why)])
}

const rules = {
  resourceRules: [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  ],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
}
