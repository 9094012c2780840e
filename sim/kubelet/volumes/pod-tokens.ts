// The tokens that pods find in their volumes, asked of the API server and kept until they are old. k8s: pkg/kubelet/token/token_manager.go
import { serviceAccounts } from '../../api/refs.ts'
import type { Client } from '../../client/client.ts'
import type { Clock } from '../../clock.ts'
import type { KubeObject } from '../../api/object.ts'
import type { Pod, ServiceAccount, ServiceAccountTokenProjection } from '../../generated/types.ts'
import { MountError } from './volume.ts'

/** A TokenRequest, answered. */
export type RequestToken = (account: ServiceAccount, request: KubeObject) => Promise<KubeObject>

export interface PodTokens {
  /** The token of the pod's ServiceAccount, bound to the pod. Rejects with MountError where there is no such account. */
  get(pod: Pod, wanted: ServiceAccountTokenProjection): Promise<string>
}

interface Kept {
  token: string
  /** When a new one is asked for: at four fifths of its life. */
  staleMs: number
}

const defaultSeconds = 3600
const keptMax = 2000

export function createPodTokens(clock: Clock, client: Client, requestToken: RequestToken): PodTokens {
  const kept = new Map<string, Kept>()
  return {
    async get(pod, { audience, expirationSeconds = defaultSeconds }) {
      const { name = '', namespace = '', uid = '' } = pod.metadata
      const account = pod.spec?.serviceAccountName ?? 'default'
      const key = [uid, account, audience, expirationSeconds].join(' ')
      const found = kept.get(key)
      if (found && found.staleMs > clock.now()) return found.token
      const object = await client.get(serviceAccounts, namespace, account)
      if (!object) throw new MountError(`failed to fetch token: serviceaccounts "${account}" not found`)
      const answer = await requestToken(object, {
        metadata: {},
        spec: {
          ...(audience ? { audiences: [audience] } : {}),
          expirationSeconds,
          boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name, uid },
        },
      } as KubeObject)
      const { token } = (answer as KubeObject & { status: { token: string } }).status
      if (kept.size >= keptMax) kept.delete(kept.keys().next().value!)
      kept.set(key, { token, staleMs: clock.now() + expirationSeconds * 800 })
      return token
    },
  }
}
