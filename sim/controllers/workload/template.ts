// Pod templates compared and hashed. k8s: pkg/controller/deployment/util EqualIgnoreHash, pkg/controller ComputeHash
import type { PodTemplateSpec } from '../../generated/types.ts'

/** Label that tells the pods of one ReplicaSet of a Deployment from those of another. */
export const templateHashLabel = 'pod-template-hash'

/** Same pods? The hash label, key order and empty lists do not count. */
export function equalTemplates(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return canonical(withoutHash(a)) === canonical(withoutHash(b))
}

/**
 * A short name for a template: the same for the same template, another for another `collisionCount`.
 * The alphabet has no vowels, so that no word comes of it. (The real hash depends on Go's memory layout; only its form is kept.)
 */
export function templateHash(template: PodTemplateSpec, collisionCount?: number): string {
  return safeEncode(String(fnv1a(`${canonical(template)}${collisionCount ?? ''}`)))
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [templateHashLabel]: _hash, ...labels } = template.metadata?.labels ?? {}
  return { ...template, metadata: { ...template.metadata, labels } }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null && !(Array.isArray(field) && field.length === 0))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** k8s: apimachinery/pkg/util/rand SafeEncodeString */
export function safeEncode(text: string): string {
  return Array.from(text, (character) => alphabet[character.charCodeAt(0) % alphabet.length]).join('')
}
