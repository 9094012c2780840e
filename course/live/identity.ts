// What every item of the live view has, whatever its kind.
import type { ApiObject } from '../../diagnose/objects.ts'

/** Key, name, namespace and age of any object. */
export function identityOf<K extends string>(
  kind: K,
  { metadata }: ApiObject,
): { key: string; kind: K; name: string; namespace: string | undefined; created: string } {
  const { name, namespace } = metadata
  const created = (metadata as { creationTimestamp?: string }).creationTimestamp ?? ''
  return { key: [kind, namespace, name].filter(Boolean).join('/'), kind, name, namespace, created }
}
