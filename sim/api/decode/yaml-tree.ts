// YAML bodies as the same tree as JSON ones. k8s: sigs.k8s.io/yaml YAMLToJSON (one document, keys in order)
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type { Document, ErrorCode, Node, Pair, YAMLParseError } from 'yaml'
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
  if (error) throw new YamlSyntaxError(syntaxSentence(error))
  const reader: Reader = { document, lines, duplicates: [], aliases: 0 }
  return { node: treeOf(reader, document.contents), duplicates: reader.duplicates }
}

/** The parser's fault in the words of the server's, as far as they say the same. */
function syntaxSentence({ code, message, linePos }: YAMLParseError): string {
  const [first = ''] = message.split('\n')
  const own = first.replace(/ at line \d+, column \d+:?$/, '').toLowerCase()
  const line = linePos?.[0].line ?? 1
  // libyaml counts from 0 and leaves the first out.
  return `yaml: ${line > 1 ? `line ${line}: ` : ''}${serverSentences[code] ?? own}`
}

const serverSentences: Partial<Record<ErrorCode, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
  BAD_INDENT: 'did not find expected key',
  MISSING_CHAR: 'did not find expected node content',
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
    const [key, shown] = keyOf(pair.key)
    if (key === '<<' && (isMap(pair.value) || isAlias(pair.value))) {
      const merged = treeOf(reader, pair.value)
      if (merged.kind === 'object')
        for (const [name, value] of merged.entries) entries.set(name, entries.get(name) ?? value)
      continue
    }
    if (entries.has(key)) {
      const range = (pair.key as Node | null)?.range
      const line = range ? reader.lines.linePos(range[0]).line : 0
      reader.duplicates.push(`line ${line}: key ${shown} already set in map`)
    }
    entries.set(key, treeOf(reader, pair.value))
  }
  return { kind: 'object', entries: [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)) }
}

/** A key as JSON has it, and as messages show it: `y` is true here too. */
function keyOf(key: unknown): [key: string, shown: string] {
  const text = isScalar(key) ? String(key.source ?? key.value) : String(key)
  const node = isScalar(key) && key.type === 'PLAIN' && !key.tag ? plainScalar(text) : undefined
  if (node?.kind === 'bool') return [String(node.value), String(node.value)]
  if (node?.kind === 'number') return [node.text, node.text]
  return [text, JSON.stringify(text)]
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
