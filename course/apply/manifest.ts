// The editor's files as documents: YAML read as Kubernetes reads it, faults with their line, and fields found again by their path.
// Runs in the browser too, so the marks in the editor and the report of an apply say the same.
import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Tags,
  type YAMLError,
  type YAMLMap,
  visit,
} from 'yaml'
import { yamlSentence } from './yaml-sentence.ts'

export interface Position {
  /** 1-based. */
  line: number
  column: number
}

/** A document that could be read. */
export interface Manifest {
  file: string
  /** 1-based line where it starts. */
  line: number
  /** Plain JSON; an object with `apiVersion` and `kind` when it is a manifest. */
  value: unknown
  /**
   * Where a field is in the file: `spec.rules[0].port`. Its nearest parent when it is not there itself.
   * `key` asks for the place of the key rather than of its value.
   */
  locate(path: string, key?: boolean): Position
  /** The key is there and nothing is written beside it. */
  isEmpty(path: string): boolean
  /** Every scalar with its path, for faults whose field the server does not name. */
  scalars(): { path: string; value: unknown; at: Position }[]
}

/** A document that could not. */
export interface Fault {
  file: string
  line: number
  at: Position
  /** Spanish, with the way out. */
  message: string
}

export interface Reading {
  /** In the order of the file; documents that hold nothing are left out. */
  documents: (Manifest | Fault)[]
}

/** kubectl reads YAML 1.1 (`yes` is true, `0644` is octal) without its times and binaries. */
const kubernetesTags = (tags: Tags): Tags =>
  tags.filter(
    (tag) =>
      typeof tag === 'object' &&
      !(('format' in tag && tag.format === 'TIME') || /timestamp|binary|omap|pairs|set$/.test(tag.tag)),
  )

/** @param name only for the report. Never throws: a fault is a part of the answer. */
export function readManifests(name: string, text: string): Reading {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.1',
    merge: true,
    customTags: kubernetesTags,
  })
  // An empty stream comes as an object with the fields of a document; it holds none.
  if (!Array.isArray(documents)) return { documents: [] }
  const read = (documents as Document.Parsed[]).flatMap((document) => readDocument(name, document, lines))
  return { documents: read }
}

function readDocument(file: string, document: Document.Parsed, lines: LineCounter): (Manifest | Fault)[] {
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const start = document.contents?.range?.[0] ?? document.range[0]
  const error: YAMLError | undefined = document.errors[0]
  if (error) {
    const at = place(error.pos[0])
    return [{ file, line: place(start).line, at, message: yamlSentence(error) }]
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) return []
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch (thrown) {
    const { message } = thrown as Error
    const unknown = /^Unresolved alias .*: (.*)$/.exec(message)?.[1]
    const at = place(unknown === undefined ? start : aliasOffset(document, unknown))
    const told =
      unknown === undefined
        ? `Este documento usa demasiados alias de YAML (YAML: ${message}). Escríbelo sin ellos.`
        : yamlSentence({ code: 'BAD_ALIAS', message })
    return [{ file, line: place(start).line, at, message: told }]
  }
  const root: Node = document.contents
  return [
    {
      file,
      line: place(start).line,
      value,
      locate: (path, key = false) => place(offsetOf(root, segments(path), key)),
      isEmpty: (path) => isEmptyAt(root, segments(path)),
      scalars: () =>
        scalarsOf(root, '').map(({ path, value: scalar, offset }) => ({ path, value: scalar, at: place(offset) })),
    },
  ]
}

function aliasOffset(document: Document.Parsed, name: string): number {
  let offset = 0
  visit(document, {
    Alias(_key, alias) {
      if (alias.source !== name) return undefined
      offset = alias.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return offset
}

/** `spec.containers[0].ports[1]`, `metadata.labels[a.b/c]`, and server paths that leave indexes out. */
function segments(path: string): string[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, bracket, plain]) =>
    (bracket ?? plain!).replaceAll(/^"|"$/g, ''),
  )
}

function offsetOf(root: Node, path: string[], key: boolean): number {
  let node: Node = root
  let offset = root.range?.[0] ?? 0
  for (const [index, segment] of path.entries()) {
    if (isSeq(node) && !/^\d+$/.test(segment)) {
      // Go names fields of list items without saying which item: the first that has it.
      const item = node.items.find((each) => isMap(each) && each.has(segment)) ?? node.items[0]
      if (!isMap(item)) return offset
      node = item
    }
    const pair = isMap(node) ? (pairOf(node, segment) ?? deepPair(node, segment)) : undefined
    const next = pair ? pair.value : isSeq(node) ? node.items[Number(segment)] : undefined
    const keyNode = pair?.key as Node | undefined
    const last = index === path.length - 1
    if (keyNode?.range && (key || !isNode(next) || !last)) offset = keyNode.range[0]
    if (!isNode(next)) return offset
    if (!(last && key && keyNode)) offset = isScalar(next) || !keyNode ? (next.range?.[0] ?? offset) : offset
    node = next
  }
  return offset
}

function isEmptyAt(root: Node, path: string[]): boolean {
  let node: unknown = root
  for (const segment of path) {
    if (isMap(node)) node = (pairOf(node, segment) ?? deepPair(node, segment))?.value
    else if (isSeq(node)) node = node.items[Number(segment)]
    else return false
    if (node === undefined) return false
  }
  return node === null || (isScalar(node) && node.value === null)
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find((each) => String(keyOf(each.key)) === name)
}

/** The server leaves levels out too: `spec.resources[storage]` is spec.resources.requests.storage. */
function deepPair(map: YAMLMap, name: string): Pair | undefined {
  const inner = map.items.map(({ value }) => value).filter(isMap)
  for (const each of inner) {
    const found = pairOf(each, name) ?? deepPair(each, name)
    if (found) return found
  }
  return undefined
}

function keyOf(key: unknown): unknown {
  return isScalar(key) ? key.value : key
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value)
}

function scalarsOf(node: unknown, path: string): { path: string; value: unknown; offset: number }[] {
  if (isScalar(node)) return [{ path, value: node.value, offset: node.range?.[0] ?? 0 }]
  if (isSeq(node)) return node.items.flatMap((item, index) => scalarsOf(item, `${path}[${index}]`))
  if (!isMap(node)) return []
  return node.items.flatMap((pair) =>
    isPair(pair) ? scalarsOf(pair.value, path ? `${path}.${String(keyOf(pair.key))}` : String(keyOf(pair.key))) : [],
  )
}
