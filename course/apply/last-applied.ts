// The annotation in which kubectl keeps what was applied, so that the next apply knows what was taken away.
// k8s: staging/src/k8s.io/kubectl/pkg/util/apply.go
import { isObject, type JsonObject } from './json.ts'

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/** kubectl's own form: keys in order, a line end, and `annotations` there even when empty. */
export function annotated(value: JsonObject & { metadata: JsonObject }): JsonObject {
  const given = isObject(value.metadata['annotations']) ? value.metadata['annotations'] : {}
  const { [lastApplied]: _, ...annotations } = given
  const plain = { ...value, metadata: { ...value.metadata, annotations } }
  const text = `${JSON.stringify(sorted(plain))}\n`
  return { ...plain, metadata: { ...plain.metadata, annotations: { ...annotations, [lastApplied]: text } } }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key])]),
  )
}

/** As kubectl creates: a key with nothing beside it is not sent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([, inner]) => inner !== null)
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]))
}

/** What was applied last time; empty for an object that nobody applied. */
export function originalOf(current: JsonObject): JsonObject {
  const metadata = isObject(current['metadata']) ? current['metadata'] : {}
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {}
  try {
    const text = annotations[lastApplied]
    const original: unknown = typeof text === 'string' ? JSON.parse(text) : {}
    return isObject(original) ? original : {}
  } catch {
    return {}
  }
}
