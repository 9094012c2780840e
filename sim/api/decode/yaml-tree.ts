// YAML bodies as the same tree as JSON ones. k8s: sigs.k8s.io/yaml YAMLToJSON (one document, keys in order)
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import type { JsonNode } from './json-tree.ts'

/** The text is no YAML; `message` reads like the server's. */
export class YamlSyntaxError extends Error {}

/** The tree, and each key that was written twice (of which the last counts). */
export interface YamlTree {
  node: JsonNode
  duplicates: string[]
}

/** Reads the first document. Throws {@link YamlSyntaxError}. */
export function parseYaml(text: string): YamlTree {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, merge: true, logLevel: 'silent' })
  const document = Array.isArray(documents) ? documents[0] : undefined
  if (!document) return { node: { kind: 'null' }, duplicates: [] }
  const error = document.errors[0]
  if (error) {
    const [first = ''] = error.message.split('\n')
    const line = error.linePos?.[0].line ?? 1
    throw new YamlSyntaxError(`yaml: line ${line}: ${first.replace(/ at line \d+, column \d+:?$/, '').toLowerCase()}`)
  }
  const reader: Reader = { document, lines, duplicates: [], aliases: 0 }
  return { node: treeOf(reader, document.contents), duplicates: reader.duplicates }
}

interface Reader {
  document: Document
  lines: LineCounter
  duplicates: string[]
  aliases: number
}
// An alias of an alias of an alias would fill the memory.
const aliasesMax = 1000

function treeOf(reader: Reader, node: unknown): JsonNode {
  if (isAlias(node)) {
    if (++reader.aliases > aliasesMax) throw new YamlSyntaxError('yaml: document contains excessive aliasing')
    return treeOf(reader, node.resolve(reader.document))
  }
  if (isMap(node)) return mapTree(reader, node.items as Pair[])
  if (isSeq(node)) return { kind: 'array', items: node.items.map((item) => treeOf(reader, item)) }
  if (!isScalar(node)) return { kind: 'null' }
  if (node.type !== 'PLAIN' || node.tag) return { kind: 'string', text: String(node.source ?? node.value) }
  return plainScalar(node.source ?? '')
}

function mapTree(reader: Reader, pairs: Pair[]): JsonNode {
  const entries = new Map<string, JsonNode>()
  for (const pair of pairs) {
    const key = isScalar(pair.key) ? String(pair.key.source ?? pair.key.value) : String(pair.key)
    if (key === '<<' && (isMap(pair.value) || isAlias(pair.value))) {
      const merged = treeOf(reader, pair.value)
      if (merged.kind === 'object')
        for (const [name, value] of merged.entries) entries.set(name, entries.get(name) ?? value)
      continue
    }
    if (entries.has(key)) {
      const range = (pair.key as Node | null)?.range
      const line = range ? reader.lines.linePos(range[0]).line : 0
      reader.duplicates.push(`line ${line}: key ${JSON.stringify(key)} already set in map`)
    }
    entries.set(key, treeOf(reader, pair.value))
  }
  return { kind: 'object', entries: [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)) }
}

/** An unquoted scalar by the rules of YAML 1.1, as Go reads it. */
function plainScalar(source: string): JsonNode {
  if (['', '~', 'null', 'Null', 'NULL'].includes(source)) return { kind: 'null' }
  if (/^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(source)) return { kind: 'bool', value: true }
  if (/^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(source)) return { kind: 'bool', value: false }
  const plain = source.replaceAll('_', '')
  if (/^[-+]?(?:0|[1-9]\d*)$/.test(plain)) return { kind: 'number', text: plain.replace('+', '') }
  if (/^[-+]?0[xX][0-9a-fA-F]+$|^[-+]?0[bB][01]+$|^[-+]?0[oO][0-7]+$/.test(plain)) return integer(plain)
  if (/^[-+]?0[0-7]+$/.test(plain)) return integer(plain.replace(/0/, '0o'))
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain)) return { kind: 'number', text: jsonNumber(plain) }
  return { kind: 'string', text: source }
}

function integer(text: string): JsonNode {
  const value = BigInt(text.replace(/^[-+]/, ''))
  return { kind: 'number', text: String(text.startsWith('-') ? -value : value) }
}

/** A float as Go's encoder writes it. */
function jsonNumber(text: string): string {
  return String(Number(text)).replace(/e([-+])(\d)$/, 'e$10$2')
}
