// Protobuf bodies, which kubectl create and every typed Go client send: `k8s\0`, an envelope, the object's own message.
// k8s: apimachinery/pkg/runtime/serializer/protobuf, pkg/runtime/generated.proto Unknown
import { encodeBase64 } from './decode/base64.ts'
import { canonicalTime } from './decode/go-time.ts'
import { kubernetes, typeSchema } from './facts.ts'
import { canonicalQuantity } from './quantity.ts'
import type { FieldSchema } from './schema.ts'

/** The bytes are no message; `message` is a sentence. */
export class ProtobufError extends Error {}

/** What the envelope says the message is, and the message's bytes. */
export interface Envelope {
  apiVersion: string
  kind: string
  raw: Uint8Array
}

const magic = [0x6b, 0x38, 0x73, 0x00]

/** Opens the envelope. Throws {@link ProtobufError}. */
export function openEnvelope(body: Uint8Array): Envelope {
  if (!magic.every((byte, index) => body[index] === byte)) {
    throw new ProtobufError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]')
  }
  const envelope: Envelope = { apiVersion: '', kind: '', raw: new Uint8Array() }
  for (const { number, bytes } of fieldsOf(body.subarray(magic.length))) {
    if (number === 2 && bytes) envelope.raw = bytes
    if (number !== 1 || !bytes) continue
    for (const meta of fieldsOf(bytes)) {
      if (meta.number === 1) envelope.apiVersion = text(meta.bytes)
      if (meta.number === 2) envelope.kind = text(meta.bytes)
    }
  }
  return envelope
}

/** The object of a message of `type` (full name), as its JSON would be. Throws {@link ProtobufError}. */
export function decodeMessage(raw: Uint8Array, type: string): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  readInto(object, raw, type, numbersOf(type))
  return object
}

type Numbers = Map<number, string>
const numbersByMessage = new Map<string, Numbers>()

/** Field names by number of a type, or of a message that exists only on the wire. */
function numbersOf(message: string): Numbers {
  let numbers = numbersByMessage.get(message)
  if (numbers) return numbers
  const fields = Object.entries(kubernetes.types[message]?.fields ?? {}).map(([name, { pb }]) => [pb, name] as const)
  const wireOnly = Object.entries(kubernetes.messages[message] ?? {}).map(([name, number]) => [number, name] as const)
  numbers = new Map([...fields, ...wireOnly].filter((entry): entry is [number, string] => entry[0] !== undefined))
  numbersByMessage.set(message, numbers)
  return numbers
}

/** Reads a message into the fields of `owner`: its own, or one of a struct embedded in it. */
function readInto(
  object: Record<string, unknown>,
  raw: Uint8Array,
  owner: string,
  numbers: Numbers,
  message = owner,
): void {
  const { fields } = typeSchema(owner)
  const inline = kubernetes.types[message]?.inline ?? {}
  for (const part of fieldsOf(raw)) {
    const embedded = inline[part.number]
    if (embedded !== undefined && part.bytes) {
      readInto(object, part.bytes, owner, numbersOf(embedded), embedded)
      continue
    }
    const name = numbers.get(part.number)
    const field = name === undefined ? undefined : fields[name]
    if (name === undefined || !field) continue
    if (field.map) readEntry((object[name] ??= {}) as Record<string, unknown>, part, field)
    else if (field.list) ((object[name] ??= []) as unknown[]).push(...elementsOf(part, field))
    else object[name] = valueOf(part, field)
  }
}

function readEntry(map: Record<string, unknown>, part: Part, field: FieldSchema): void {
  let key = ''
  let value: Part | undefined
  for (const inner of fieldsOf(part.bytes ?? new Uint8Array())) {
    if (inner.number === 1) key = text(inner.bytes)
    else if (inner.number === 2) value = inner
  }
  const { map: _map, ...element } = field
  map[key] = value ? valueOf(value, element) : ''
}

/** One element a part; numbers may come packed, many in one. */
function elementsOf(part: Part, field: FieldSchema): unknown[] {
  const { list: _list, ...element } = field
  if (!part.bytes || !['int32', 'int64', 'bool'].includes(field.type)) return [valueOf(part, element)]
  const values: unknown[] = []
  for (let at = 0; at < part.bytes.length;) {
    const { value, next } = varint(part.bytes, at)
    values.push(valueOf({ number: part.number, value }, element))
    at = next
  }
  return values
}

function valueOf(part: Part, field: FieldSchema): unknown {
  const bytes = part.bytes ?? new Uint8Array()
  // A list inside a map or a list is a message with one repeated field.
  if (field.nested) return [...fieldsOf(bytes)].map((item) => text(item.bytes))
  const schema = kubernetes.types[field.type]
  if (schema && !schema.scalar) return decodeMessage(bytes, field.type)
  switch (schema?.scalar ?? field.type) {
    case 'string':
      return text(bytes)
    case 'bytes':
      return encodeBase64(bytes)
    case 'bool':
      return part.value === 1n
    case 'int32':
    case 'int64':
      return Number(BigInt.asIntN(64, part.value ?? 0n))
    case 'double':
      return part.double ?? 0
    case 'quantity':
      return canonicalQuantity(text([...fieldsOf(bytes)].find(({ number }) => number === 1)?.bytes) || '0')
    case 'time':
    case 'microTime':
      return instantOf(bytes, schema?.scalar === 'microTime' ? 'microTime' : 'time')
    case 'intOrString':
      return intOrStringOf(bytes)
    default:
      return rawJson(bytes)
  }
}

function instantOf(bytes: Uint8Array, layout: 'time' | 'microTime'): string | null {
  let [seconds, nanos] = [0, 0]
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) seconds = Number(BigInt.asIntN(64, value ?? 0n))
    if (number === 2) nanos = Number(BigInt.asIntN(32, value ?? 0n))
  }
  // An empty message is Go's zero time.
  if (seconds === 0 && nanos === 0) return null
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  return canonicalTime(`${whole}.${String(Math.trunc(nanos / 1000)).padStart(6, '0')}Z`, layout)
}

function intOrStringOf(bytes: Uint8Array): number | string {
  let [isText, integer, string] = [false, 0, '']
  for (const part of fieldsOf(bytes)) {
    if (part.number === 1) isText = part.value === 1n
    if (part.number === 2) integer = Number(BigInt.asIntN(32, part.value ?? 0n))
    if (part.number === 3) string = text(part.bytes)
  }
  return isText ? string : integer
}

/** FieldsV1 and RawExtension: JSON in the message's first field. */
function rawJson(bytes: Uint8Array): unknown {
  const raw = text([...fieldsOf(bytes)].find(({ number }) => number === 1)?.bytes)
  if (raw === '') return undefined
  try {
    return JSON.parse(raw) as unknown
  } catch (error) {
    throw new ProtobufError('the raw JSON inside the message is not valid', { cause: error })
  }
}

/** One field as it stands on the wire. */
interface Part {
  number: number
  bytes?: Uint8Array
  value?: bigint
  double?: number
}

function* fieldsOf(bytes: Uint8Array): Generator<Part> {
  for (let at = 0; at < bytes.length;) {
    const tag = varint(bytes, at)
    const [number, wire] = [Number(tag.value >> 3n), Number(tag.value & 7n)]
    at = tag.next
    if (wire === 0) {
      const { value, next } = varint(bytes, at)
      at = next
      yield { number, value }
    } else if (wire === 1) {
      yield { number, double: new DataView(take(bytes, at, 8).slice().buffer).getFloat64(0, true) }
      at += 8
    } else if (wire === 2) {
      const { value, next } = varint(bytes, at)
      yield { number, bytes: take(bytes, next, Number(value)) }
      at = next + Number(value)
    } else if (wire === 5) {
      take(bytes, at, 4)
      at += 4
    } else throw new ProtobufError(`proto: illegal wireType ${wire}`)
  }
}

function take(bytes: Uint8Array, at: number, length: number): Uint8Array {
  if (at + length > bytes.length) throw new ProtobufError('unexpected EOF')
  return bytes.subarray(at, at + length)
}

function varint(bytes: Uint8Array, from: number): { value: bigint; next: number } {
  let value = 0n
  for (let at = from; at < bytes.length && at < from + 10; at++) {
    value |= BigInt(bytes[at]! & 0x7f) << BigInt(7 * (at - from))
    if (bytes[at]! < 0x80) return { value, next: at + 1 }
  }
  throw new ProtobufError(bytes.length - from < 10 ? 'unexpected EOF' : 'proto: integer overflow')
}

const decoder = new TextDecoder()

function text(bytes: Uint8Array | undefined): string {
  return bytes ? decoder.decode(bytes) : ''
}
