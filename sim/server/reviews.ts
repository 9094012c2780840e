// Questions that are posted and answered, and stored nowhere: may I, who am I. Everyone is cluster-admin until RBAC is enforced.
import type { KubeObject } from '../api/object.ts'

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

/** The answer to a posted review; `plural` is one of {@link reviewResources}. */
export function review(plural: string, body: KubeObject): KubeObject {
  const base = { ...body, metadata: { creationTimestamp: null as never } }
  if (plural === 'selfsubjectreviews') return { ...base, status: { userInfo: user } } as KubeObject
  if (plural === 'selfsubjectrulesreviews') {
    return {
      ...base,
      status: {
        incomplete: false,
        resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
        nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      },
    } as KubeObject
  }
  return { ...base, status: { allowed: true } } as KubeObject
}
