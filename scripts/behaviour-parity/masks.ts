// What differs from run to run, masked as the recording has it: namespaces, nodes, generated names, addresses, times.
import type { KubeObject } from '../../sim/api/object.ts'

export interface Masks {
  /** Learns which part of an object's name was made up, the first time that it is seen. */
  learn(kind: string, object: KubeObject): void
  text(text: string): string
  /** Every text inside, keys too; what is undefined goes. */
  deep<T>(value: T): T
}

const address = /\b(?!127\.0\.0\.1|0\.0\.0\.0)\d+\.\d+\.\d+\.\d+(?=\b)/g
/** In this order, after names. */
const patterns: [RegExp, string][] = [
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>'],
  [address, '<ip>'],
  [/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-<x>'],
  [/(read tcp|write tcp|dial tcp|read udp) <ip>:\d+->/g, '$1 <ip>:<port>->'],
  [/(?:rpc error: code = \w+ desc = )?failed to pull and unpack image .*/gs, '<registry>'],
  [
    / in [\d.]+m?s \([\d.]+m?s including waiting\)\. Image size: \d+ bytes/,
    ' in <duration> (<duration> including waiting). Image size: <size> bytes',
  ],
  [/(<hash\d+>-)[a-z0-9]{5}\b/g, '$1<x>'],
  [/\(combined from similar events\): /, ''],
  [/rancher\.io\/local-path_\S+/, 'rancher.io/local-path'],
  [/\/var\/lib\/[^ "]*storage\/pvc-/g, '<storage>/pvc-'],
]

/** @param numbered are nodes told apart, or is any as good as the other? */
export function createMasks(namespace: string, nodes: readonly string[], numbered: boolean): Masks {
  const tokens = new Map<string, string>()
  const counts = new Map<string, number>()
  const seen = new Set<string>()

  /** `real` becomes `<word1>`, `<word2>`… by appearance under the same owner. */
  function number(owner: string, real: string, word: string): void {
    if (tokens.has(real)) return
    const count = (counts.get(owner) ?? 0) + 1
    counts.set(owner, count)
    tokens.set(real, `<${word}${count}>`)
  }

  function maskText(text: string): string {
    let masked = text
    for (const [real, mask] of [...tokens].toSorted(([a], [b]) => b.length - a.length))
      masked = masked.replaceAll(real, mask)
    masked = masked.replaceAll(namespace, '<ns>')
    for (const [index, node] of nodes.entries())
      masked = masked.replaceAll(node, numbered ? `<node${index + 1}>` : '<node>')
    return patterns.reduce((so, [pattern, mask]) => so.replace(pattern, mask), masked)
  }

  function deep(value: unknown): unknown {
    if (typeof value === 'string') return maskText(value)
    if (Array.isArray(value)) return value.map(deep)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[maskText(key), deep(inner)]])),
    )
  }

  return {
    learn(kind, { metadata }) {
      const { uid, name, labels, ownerReferences, generateName } = metadata
      if (!uid || seen.has(uid) || !name) return
      seen.add(uid)
      const owner = ownerReferences?.find(({ controller }) => controller)
      const hash = labels?.['pod-template-hash'] ?? labels?.['controller.kubernetes.io/hash']
      if (kind === 'ReplicaSet' && hash && name.endsWith(`-${hash}`))
        number(`ReplicaSet/${name.slice(0, -hash.length)}`, hash, 'hash')
      else if (kind === 'ControllerRevision' && owner)
        number(`${owner.kind}/${owner.name}`, name.slice(owner.name.length + 1), 'hash')
      else if (kind === 'Job' && owner?.kind === 'CronJob' && /-\d{8}$/.test(name))
        number(`CronJob/${owner.name}`, name.slice(-8), 'minute')
      else if (generateName && name.startsWith(generateName) && /^[a-z0-9]{5}$/.test(name.slice(generateName.length)))
        tokens.set(name, `${generateName}<x>`)
    },
    text: maskText,
    deep: <T>(value: T) => deep(value) as T,
  }
}
