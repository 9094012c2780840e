// Keys that stand twice in an object, at any depth. k8s: sigs.k8s.io/json UnmarshalStrict into an untyped map
import { goQuoted, type JsonNode } from './json-tree.ts'

/** One sentence for each: `duplicate field "data.a"`. */
export function duplicateFields(node: JsonNode): string[] {
  const found = new Set<string>()
  collect(node, '', found)
  return [...found]
}

function collect(node: JsonNode, path: string, found: Set<string>): void {
  if (node.kind === 'array') {
    for (const [index, item] of node.items.entries()) collect(item, `${path}[${index}]`, found)
  }
  if (node.kind !== 'object') return
  const seen = new Set<string>()
  for (const [key, value] of node.entries) {
    const own = path === '' ? key : `${path}.${key}`
    if (seen.has(key)) found.add(`duplicate field ${goQuoted(own)}`)
    seen.add(key)
    collect(value, own, found)
  }
}
