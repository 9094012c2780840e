// Signs and checks JSON Web Tokens with one key (ES256, RFC 7515 and 7518).
import { outsideTime } from '../../clock.ts'

export interface Signer {
  sign(claims: object): Promise<string>
  /** The claims of a token signed with this key; undefined for any other text. */
  verify(token: string): Promise<unknown>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const digest = { name: 'ECDSA', hash: 'SHA-256' }

/** A key for {@link createSigner}, as JSON that can be kept. */
export async function newSigningKey(): Promise<JsonWebKey> {
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  return crypto.subtle.exportKey('jwk', privateKey)
}

/** @param kept the key of last time, so that its tokens stay true; without, a new one. */
export function createSigner(kept?: JsonWebKey): Signer {
  let keys: Promise<{ own: CryptoKey; known: CryptoKey }> | undefined
  const loaded = (): NonNullable<typeof keys> => (keys ??= load(kept))
  const verify = async (token: string): Promise<unknown> => {
    const [head, body, signature, ...rest] = token.split('.')
    if (!head || !body || !signature || rest.length > 0) return undefined
    const { known } = await loaded()
    try {
      const bytes = Uint8Array.from(fromBase64Url(signature), (char) => char.charCodeAt(0))
      const text = new TextEncoder().encode(`${head}.${body}`)
      if (!(await crypto.subtle.verify(digest, known, bytes, text))) return undefined
      return JSON.parse(fromBase64Url(body)) as unknown
    } catch {
      return undefined
    }
  }
  const sign = async (claims: object): Promise<string> => {
    const { own } = await loaded()
    const text = `${base64Url(JSON.stringify({ alg: 'ES256', typ: 'JWT' }))}.${base64Url(JSON.stringify(claims))}`
    const signature = await crypto.subtle.sign(digest, own, new TextEncoder().encode(text))
    return `${text}.${base64Url(String.fromCharCode(...new Uint8Array(signature)))}`
  }
  return {
    sign: (claims) => outsideTime(sign(claims)),
    verify: (token) => outsideTime(verify(token)),
  }
}

async function load(kept: JsonWebKey | undefined): Promise<{ own: CryptoKey; known: CryptoKey }> {
  const key = kept ?? (await newSigningKey())
  const { d: _private, key_ops: _operations, ...open } = key
  const [own, known] = await Promise.all([
    crypto.subtle.importKey('jwk', key, algorithm, false, ['sign']),
    crypto.subtle.importKey('jwk', open, algorithm, false, ['verify']),
  ])
  return { own, known }
}

function base64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Throws on what is no base64. */
function fromBase64Url(text: string): string {
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
}
