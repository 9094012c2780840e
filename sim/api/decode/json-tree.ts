// JSON as a tree that keeps what JSON.parse forgets: the order of keys, duplicate keys, numbers as they were written.
// Faults are told in Go's words. k8s: encoding/json/scanner.go

/** A value as it stood in the request. */
export type JsonNode =
  | { kind: 'object'; entries: [key: string, value: JsonNode][] }
  | { kind: 'array'; items: JsonNode[] }
  | { kind: 'string'; text: string }
  /** `text` as written: `1e3`, `1.0`. */
  | { kind: 'number'; text: string }
  | { kind: 'bool'; value: boolean }
  | { kind: 'null' }

/** The text is no JSON; `message` is Go's sentence. */
export class JsonSyntaxError extends Error {}

// Go allows 10,000; a tenth is beyond any object and safe for the stack here.
const depthMax = 1000

/** Reads one JSON value. Throws {@link JsonSyntaxError}. */
export function parseJson(text: string): JsonNode {
  const reader = new Reader(text)
  const node = readValue(reader, 0)
  reader.skipBlanks()
  if (!reader.atEnd) throw reader.unexpected('after top-level value')
  return node
}

/** The plain value of a tree; of duplicate keys the last counts. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object': {
      const object: Record<string, unknown> = {}
      for (const [key, value] of node.entries) setOwn(object, key, plainValue(value))
      return object
    }
    case 'array':
      return node.items.map(plainValue)
    case 'string':
      return node.text
    case 'number':
      return Number(node.text)
    case 'bool':
      return node.value
    case 'null':
      return null
  }
}

/** Sets a key that came from outside: `__proto__` becomes a key like any other. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
  } else object[key] = value
}

class Reader {
  readonly text: string
  at = 0
  constructor(text: string) {
    this.text = text
  }
  get atEnd(): boolean {
    return this.at >= this.text.length
  }
  peek(): string {
    return this.text.charAt(this.at)
  }
  skipBlanks(): void {
    while (' \t\r\n'.includes(this.peek()) && !this.atEnd) this.at++
  }
  /** Inside a token Go takes the end of the text for a blank. */
  unexpected(where: string, insideToken = false): JsonSyntaxError {
    if (this.atEnd && insideToken) return new JsonSyntaxError(`invalid character ' ' ${where}`)
    if (this.atEnd) return new JsonSyntaxError('unexpected end of JSON input')
    return new JsonSyntaxError(`invalid character ${quotedByte(this.text, this.at)} ${where}`)
  }
}

/** The first byte of the character, as Go shows a byte. */
function quotedByte(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at)!)
  const byte = new TextEncoder().encode(character)[0]!
  if (byte === 0x27) return String.raw`'\''`
  if (byte === 0x22) return `'"'`
  return `'${goQuoted(String.fromCharCode(byte)).slice(1, -1)}'`
}

/** A text in quotes as Go's %q prints it. */
export function goQuoted(text: string): string {
  let quoted = ''
  for (const character of text) quoted += escapes.get(character) ?? escaped(character)
  return `"${quoted}"`
}

const escapes = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\v', '\\v'],
])

function escaped(character: string): string {
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) return character
  const code = character.codePointAt(0)!
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

function readValue(reader: Reader, depth: number): JsonNode {
  reader.skipBlanks()
  if (depth > depthMax) throw new JsonSyntaxError('exceeded max depth')
  const first = reader.peek()
  if (first === '{') return readObject(reader, depth)
  if (first === '[') return readArray(reader, depth)
  if (first === '"') return { kind: 'string', text: readString(reader) }
  if (first === 't') return readWord(reader, 'true', { kind: 'bool', value: true })
  if (first === 'f') return readWord(reader, 'false', { kind: 'bool', value: false })
  if (first === 'n') return readWord(reader, 'null', { kind: 'null' })
  if (first === '-' || isDigit(first)) return readNumber(reader)
  throw reader.unexpected('looking for beginning of value')
}

function readObject(reader: Reader, depth: number): JsonNode {
  const entries: [string, JsonNode][] = []
  reader.at++
  reader.skipBlanks()
  if (reader.peek() === '}') {
    reader.at++
    return { kind: 'object', entries }
  }
  for (;;) {
    reader.skipBlanks()
    if (reader.peek() !== '"') throw reader.unexpected('looking for beginning of object key string')
    const key = readString(reader)
    reader.skipBlanks()
    if (reader.peek() !== ':') throw reader.unexpected('after object key')
    reader.at++
    entries.push([key, readValue(reader, depth + 1)])
    reader.skipBlanks()
    const next = reader.peek()
    if (next !== ',' && next !== '}') throw reader.unexpected('after object key:value pair')
    reader.at++
    if (next === '}') return { kind: 'object', entries }
  }
}

function readArray(reader: Reader, depth: number): JsonNode {
  const items: JsonNode[] = []
  reader.at++
  reader.skipBlanks()
  if (reader.peek() === ']') {
    reader.at++
    return { kind: 'array', items }
  }
  for (;;) {
    items.push(readValue(reader, depth + 1))
    reader.skipBlanks()
    const next = reader.peek()
    if (next !== ',' && next !== ']') throw reader.unexpected('after array element')
    reader.at++
    if (next === ']') return { kind: 'array', items }
  }
}

function readWord(reader: Reader, word: string, node: JsonNode): JsonNode {
  for (let index = 1; index < word.length; index++) {
    reader.at++
    if (reader.peek() !== word[index]) throw reader.unexpected(`in literal ${word} (expecting '${word[index]}')`, true)
  }
  reader.at++
  return node
}

function readNumber(reader: Reader): JsonNode {
  const start = reader.at
  if (reader.peek() === '-') reader.at++
  if (!isDigit(reader.peek())) throw reader.unexpected('in numeric literal', true)
  if (reader.peek() === '0') reader.at++
  else skipDigits(reader)
  if (reader.peek() === '.') {
    reader.at++
    if (!isDigit(reader.peek())) throw reader.unexpected('after decimal point in numeric literal', true)
    skipDigits(reader)
  }
  if (reader.peek() === 'e' || reader.peek() === 'E') {
    reader.at++
    if (reader.peek() === '+' || reader.peek() === '-') reader.at++
    if (!isDigit(reader.peek())) throw reader.unexpected('in exponent of numeric literal', true)
    skipDigits(reader)
  }
  return { kind: 'number', text: reader.text.slice(start, reader.at) }
}

function skipDigits(reader: Reader): void {
  while (isDigit(reader.peek())) reader.at++
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character !== ''
}

const shortEscapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

function readString(reader: Reader): string {
  let text = ''
  reader.at++
  let from = reader.at
  for (;;) {
    const character = reader.peek()
    if (reader.atEnd || character < ' ') throw reader.unexpected('in string literal')
    if (character === '"') break
    if (character === '\\') {
      text += reader.text.slice(from, reader.at) + readEscape(reader)
      from = reader.at
    } else reader.at++
  }
  text += reader.text.slice(from, reader.at)
  reader.at++
  // A lone half of a surrogate pair becomes U+FFFD, as in Go.
  return text.toWellFormed()
}

function readEscape(reader: Reader): string {
  reader.at++
  const letter = reader.peek()
  const short = shortEscapes.get(letter)
  if (short !== undefined) {
    reader.at++
    return short
  }
  if (letter !== 'u') throw reader.unexpected('in string escape code', true)
  for (let index = 0; index < 4; index++) {
    reader.at++
    if (!/^[0-9a-fA-F]$/.test(reader.peek()))
      throw reader.unexpected(String.raw`in \u hexadecimal character escape`, true)
  }
  reader.at++
  return String.fromCharCode(Number.parseInt(reader.text.slice(reader.at - 4, reader.at), 16))
}
