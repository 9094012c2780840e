// serviceaccounts/NAME/token: `kubectl create token`, and what a node asks for the pods it runs.
// k8s: pkg/registry/core/serviceaccount/storage/token.go, pkg/apis/authentication/validation
import { invalid as invalidField, type FieldError } from '../../api/field-errors.ts'
import type { KubeObject } from '../../api/object.ts'
import { nodes, pods, secrets } from '../../api/refs.ts'
import { badRequest, conflict, invalid, notFound } from '../../api/status.ts'
import { timestamp } from '../../clock.ts'
import type { ServiceAccount } from '../../generated/types.ts'
import type { ClusterView } from '../../resources/resource.ts'
import { newUid } from '../uid.ts'
import { type Bound, issueToken, tokenIssuer } from './account-tokens.ts'
import type { Signer } from './signer.ts'

export interface TokenRequest extends KubeObject {
  spec?: {
    audiences?: string[]
    expirationSeconds?: number
    boundObjectRef?: { kind?: string; apiVersion?: string; name?: string; uid?: string }
  }
}

const kind = { group: 'authentication.k8s.io', kind: 'TokenRequest' }
const defaultSeconds = 3600
const secondsMin = 600
const secondsMax = 2 ** 32
/** What kubelets ask for the pods' own tokens; those last a year, for programs that read them once. */
const podTokenSeconds = 3607
const extendedSeconds = 365 * 24 * 3600

export async function answerTokenRequest(
  signer: Signer,
  view: ClusterView,
  account: ServiceAccount,
  request: TokenRequest,
): Promise<KubeObject> {
  const { expirationSeconds = defaultSeconds, boundObjectRef } = request.spec ?? {}
  const audiences = request.spec?.audiences?.length ? request.spec.audiences : [tokenIssuer]
  const faults = timeFaults(expirationSeconds)
  if (faults.length > 0) throw invalid(kind, '', faults)
  const bound = boundObjectRef && boundTo(boundObjectRef, account, view)
  const issued = Math.floor(view.nowMs / 1000)
  const extends_ = expirationSeconds === podTokenSeconds && bound?.kind === 'Pod'
  const token = await issueToken(signer, account, {
    audiences,
    issued,
    expires: issued + (extends_ ? extendedSeconds : expirationSeconds),
    ...(extends_ ? { warnAfter: issued + podTokenSeconds } : {}),
    id: newUid(unguessable),
    ...(bound ? { bound } : {}),
  })
  const { name = '', namespace = '', uid = '' } = account.metadata
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid, creationTimestamp: view.now },
    spec: { audiences, expirationSeconds, boundObjectRef: boundObjectRef ?? null },
    status: { token, expirationTimestamp: timestamp(view.nowMs + expirationSeconds * 1000) },
  } as KubeObject
}

function timeFaults(seconds: number): FieldError[] {
  const at = 'spec.expirationSeconds'
  if (seconds < secondsMin) return [invalidField(at, seconds, 'may not specify a duration less than 10 minutes')]
  return seconds > secondsMax ? [invalidField(at, seconds, 'may not specify a duration larger than 2^32 seconds')] : []
}

function boundTo(
  ref: NonNullable<NonNullable<TokenRequest['spec']>['boundObjectRef']>,
  { metadata }: ServiceAccount,
  view: ClusterView,
): Bound {
  const { kind: wanted = '', name = '', uid: expected } = ref
  const namespace = metadata.namespace!
  const resource = { Pod: pods, Secret: secrets, Node: nodes }[wanted]
  if (!resource) throw badRequest(`cannot bind token to object of type ${ref.apiVersion ?? ''}, Kind=${wanted}`)
  const found = view.get(resource as typeof pods, resource.namespaced ? namespace : '', name)
  if (!found) throw notFound(resource, name)
  if (wanted === 'Pod' && found.spec?.serviceAccountName !== metadata.name) {
    throw badRequest(
      `cannot bind token for serviceaccount "${metadata.name}" to pod running with different serviceaccount name.`,
    )
  }
  const uid = found.metadata.uid!
  if (expected && expected !== uid) {
    throw conflict(
      { group: '', plural: wanted },
      name,
      `the UID in the bound object reference (${expected}) does not match the UID in record. The object might have been deleted and then recreated`,
    )
  }
  const nodeName = wanted === 'Pod' ? found.spec?.nodeName : undefined
  const node = nodeName ? view.get(nodes, '', nodeName) : undefined
  return {
    kind: wanted as Bound['kind'],
    name,
    uid,
    ...(node ? { node: { name: nodeName!, uid: node.metadata.uid! } } : {}),
  }
}

/** A token's id must not be guessed from the cluster's seed. */
function unguessable(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32
}
