// serviceaccounts/NAME/token: a signed token that says who a ServiceAccount is. k8s: pkg/registry/core/serviceaccount/storage/token.go
import { invalid as invalidField } from '../../api/field-errors.ts'
import type { KubeObject } from '../../api/object.ts'
import { invalid } from '../../api/status.ts'
import { timestamp } from '../../clock.ts'
import { newUid } from '../uid.ts'

export interface TokenRequest extends KubeObject {
  spec?: { audiences?: string[]; expirationSeconds?: number }
}

/** Answers a TokenRequest for `account`; rejects with 422 for a time that is too short. */
export type TokenIssuer = (account: KubeObject, request: TokenRequest, nowMs: number) => Promise<KubeObject>

const issuer = 'https://kubernetes.default.svc.cluster.local'
const defaultSeconds = 3600
const secondsMin = 600

/** Its key lives as long as it does: tokens of before a restart are no longer signed by anyone. */
export function createTokenIssuer(): TokenIssuer {
  let key: Promise<CryptoKeyPair> | undefined
  return async ({ metadata }, request, nowMs) => {
    const { audiences = [issuer], expirationSeconds = defaultSeconds } = request.spec ?? {}
    if (expirationSeconds < secondsMin) {
      throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', [
        invalidField('spec.expirationSeconds', expirationSeconds, 'may not specify a duration less than 10 minutes'),
      ])
    }
    const { name = '', namespace = '', uid } = metadata
    const now = Math.floor(nowMs / 1000)
    const claims = {
      aud: audiences,
      exp: now + expirationSeconds,
      iat: now,
      iss: issuer,
      jti: newUid(randomFraction),
      'kubernetes.io': { namespace, serviceaccount: { name, uid } },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${name}`,
    }
    key ??= crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    return {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, creationTimestamp: timestamp(nowMs) },
      spec: { audiences, expirationSeconds, boundObjectRef: null },
      status: {
        token: await signed(claims, (await key).privateKey),
        expirationTimestamp: timestamp(nowMs + expirationSeconds * 1000),
      },
    } as KubeObject
  }
}

/** A token's id must not be guessed from the cluster's seed. */
function randomFraction(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32
}

async function signed(claims: object, key: CryptoKey): Promise<string> {
  const text = `${base64Url(JSON.stringify({ alg: 'ES256', typ: 'JWT' }))}.${base64Url(JSON.stringify(claims))}`
  const bytes = new TextEncoder().encode(text)
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes)
  return `${text}.${base64Url(String.fromCharCode(...new Uint8Array(signature)))}`
}

function base64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
