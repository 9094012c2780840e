// From the bytes of a request to an object of the type that its path asks for.
// k8s: apimachinery/pkg/runtime/serializer/json/json.go Decode, apiserver/pkg/endpoints/handlers/{create,rest}.go
import { kubernetes, typeOfKind } from '../facts.ts'
import { apiVersionOf, type KubeObject } from '../object.ts'
import { decodeMessage, openEnvelope, ProtobufError } from '../protobuf.ts'
import { badRequest, failure } from '../status.ts'
import { structName } from '../go-types.ts'
import { normalizeZeroValues } from '../zero-values.ts'
import { JsonSyntaxError, parseJson, type JsonNode } from './json-tree.ts'
import { DecodeError, decodeTree } from './typed-decoder.ts'
import { parseYaml, YamlSyntaxError } from './yaml-tree.ts'

/** What becomes of unknown and duplicate fields: a refusal, a warning, nothing. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

/** What the request's path asks the body to be. */
export interface Expected {
  group: string
  version: string
  kind: string
  /** Full name in sim/generated, e.g. `io.k8s.api.core.v1.Pod`. */
  type: string
}

export interface DecodeOptions {
  /** As the header has it; empty counts as JSON. */
  contentType: string
  expected: Expected
  /** Default Warn, as the server's. */
  fieldValidation?: FieldValidation
}

/** `warnings` are sentences for Warning headers. */
export interface DecodedObject {
  object: KubeObject
  warnings: string[]
}

const mediaTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

/**
 * Decodes a body into an object with its kind and apiVersion, unknown fields dropped, quantities and times in their one
 * spelling, and empty values as Go would keep or drop them ({@link normalizeZeroValues}); defaults come after.
 * Throws ApiError: 415 for a format that is none of the three, 400 for all else, in the server's words.
 */
export function decodeObject(
  body: Uint8Array,
  { contentType, expected, fieldValidation = 'Warn' }: DecodeOptions,
): DecodedObject {
  const media = (contentType.split(';')[0] ?? '').trim().toLowerCase() || mediaTypes[0]!
  if (!mediaTypes.includes(media)) {
    const message = `the body of the request was in an unknown format - accepted media types include: ${mediaTypes.join(', ')}`
    throw failure(415, 'UnsupportedMediaType', message)
  }
  const unrecognized = (message: string): Error =>
    badRequest(`the object provided is unrecognized (must be of type ${expected.kind}): ${message} (${summary(body)})`)
  if (media === 'application/vnd.kubernetes.protobuf') {
    try {
      const { apiVersion, kind, raw } = openEnvelope(body)
      const type = typeFor(kindFrom(kind, apiVersion, expected), expected)
      return { object: finish(decodeMessage(raw, type), expected), warnings: [] }
    } catch (error) {
      if (error instanceof ProtobufError || error instanceof KindError) throw unrecognized(error.message)
      throw error
    }
  }
  try {
    const { node, duplicates } = read(new TextDecoder().decode(body), media)
    return decodeNode(node, expected, fieldValidation, duplicates)
  } catch (error) {
    if (error instanceof KindError || error instanceof YamlSyntaxError) throw unrecognized(error.message)
    if (!(error instanceof JsonSyntaxError)) throw error
    throw unrecognized(`couldn't get version/kind; json parse error: ${error.message}`)
  }
}

/** As {@link decodeObject}, from a plain value: what a patch or an in-process client makes. */
export function decodeValue(
  value: unknown,
  expected: Expected,
  fieldValidation: FieldValidation = 'Warn',
): DecodedObject {
  return decodeNode(parseJson(JSON.stringify(value)), expected, fieldValidation, [])
}

/** The body says no kind that could be read. */
class KindError extends Error {}

function read(text: string, media: string): { node: JsonNode; duplicates: string[] } {
  return media === 'application/yaml' ? parseYaml(text) : { node: parseJson(text), duplicates: [] }
}

function decodeNode(
  node: JsonNode,
  expected: Expected,
  fieldValidation: FieldValidation,
  duplicates: string[],
): DecodedObject {
  const actual = kindOf(node, expected)
  let decoded
  try {
    decoded = decodeTree(node, knownType(actual, expected))
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    throw Object.assign(refusal(actual, expected, error.message), { cause: error })
  }
  typeFor(actual, expected)
  const faults = [
    ...(duplicates.length > 0 ? [`yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`] : []),
    ...decoded.strictErrors,
  ]
  if (fieldValidation === 'Strict' && faults.length > 0) {
    throw refusal(actual, expected, `strict decoding error: ${faults.join(', ')}`)
  }
  return { object: finish(decoded.object, expected), warnings: fieldValidation === 'Warn' ? faults : [] }
}

interface Kind {
  group: string
  version: string
  kind: string
}

/** Kind and version as the body says, the path's where it says none. Go reads these two whatever the case of their keys. */
function kindOf(node: JsonNode, expected: Expected): Kind {
  const [struct, field] = [
    `struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    '',
  ]
  const failed = (message: string): KindError =>
    new KindError(`couldn't get version/kind; json parse error: ${message}`)
  if (node.kind === 'null') return expected
  if (node.kind !== 'object') throw failed(`json: cannot unmarshal ${node.kind} into Go value of type ${struct}`)
  const read = { kind: '', apiVersion: '' }
  for (const [key, value] of node.entries) {
    const name = (['kind', 'apiVersion'] as const).find((known) => known.toLowerCase() === key.toLowerCase())
    if (!name || value.kind === 'null') continue
    if (value.kind !== 'string') {
      throw failed(`json: cannot unmarshal ${value.kind} into Go struct field ${field}.${name} of type string`)
    }
    read[name] = value.text
  }
  return kindFrom(read.kind, read.apiVersion, expected)
}

function kindFrom(kind: string, apiVersion: string, expected: Expected): Kind {
  const parts = apiVersion.split('/')
  if (parts.length > 2) throw new KindError(`unexpected GroupVersion string: ${apiVersion}`)
  const [group, version] = parts.length === 2 ? [parts[0]!, parts[1]!] : ['', parts[0]!]
  if (version === '' && group === '') return { ...expected, kind: kind || expected.kind }
  return { group, version, kind: kind || expected.kind }
}

function refusal(actual: Kind, expected: Expected, message: string): Error {
  return badRequest(`${actual.kind} in version "${actual.version}" cannot be handled as a ${expected.kind}: ${message}`)
}

/** The type that the body says it is. */
function knownType(actual: Kind, expected: Expected): string {
  const type = accepts(expected, actual) ? expected.type : typeOfKind(actual)
  if (type) return type
  const version = apiVersionOf(actual)
  const message = `no kind "${actual.kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`
  throw refusal(actual, expected, message)
}

/** The same, when it is what the path asks for. */
function typeFor(actual: Kind, expected: Expected): string {
  const type = knownType(actual, expected)
  if (type === expected.type) return type
  if (actual.kind === expected.kind && actual.group === expected.group) throw wrongVersion(actual, expected)
  const [from, to] = [`${actual.version}.${actual.kind}`, `${internalPackage(expected)}.${expected.kind}`]
  throw refusal(actual, expected, `converting (${from}) to (${to}): unknown conversion`)
}

/** Options types belong to every group; meta.k8s.io is their home. */
function accepts(expected: Expected, actual: Kind): boolean {
  const same = (kind: Kind): boolean =>
    kind.group === actual.group && kind.version === actual.version && kind.kind === actual.kind
  if (same(expected)) return true
  const schema = kubernetes.types[expected.type]
  if (schema?.fields.metadata) return false
  return (schema?.gvk ?? []).some(same) || (actual.group === 'meta.k8s.io' && actual.kind === structName(expected.type))
}

function wrongVersion(actual: Kind, expected: Expected): Error {
  return badRequest(
    `the API version in the data (${apiVersionOf(actual)}) does not match the expected API version (${apiVersionOf(expected)})`,
  )
}

function internalPackage({ group }: Kind): string {
  return group === '' ? 'core' : group.split('.')[0]!
}

function finish(object: Record<string, unknown>, expected: Expected): KubeObject {
  if (kubernetes.types[expected.type]?.fields.metadata) object.metadata ??= {}
  normalizeZeroValues(object, expected.type, kubernetes.types)
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object
  return { kind: expected.kind, apiVersion: apiVersionOf(expected), ...rest } as unknown as KubeObject
}

const summaryBytes = 30

function summary(body: Uint8Array): string {
  if (body.length === 0) return '<empty>'
  const start = body.subarray(0, summaryBytes)
  const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const text = body[0] === 0x7b ? new TextDecoder().decode(start) : hex(start)
  return body.length > summaryBytes ? `${text} ...` : text
}
