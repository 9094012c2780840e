// Fits a tree of JSON into an API type the way Go's decoder does: what it skips, what it says, in which order.
// k8s: sigs.k8s.io/json/internal/golang/encoding/json/decode.go
import { embeddedPath, goTypeOf, structName } from '../go-types.ts'
import { kubernetes, typeSchema } from '../facts.ts'
import { canonicalQuantity, formatQuantity, QuantityError, roundUpQuantity } from '../quantity.ts'
import type { FieldSchema } from '../schema.ts'
import { Base64Error, canonicalBase64, encodeBase64 } from './base64.ts'
import { canonicalTime, TimeError } from './go-time.ts'
import { goQuoted, plainValue, setOwn, type JsonNode } from './json-tree.ts'
import { schemaUnions } from './schema-unions.ts'

/** The tree does not fit the type; `message` is Go's sentence, `mismatch` what stood where another kind belongs. */
export class DecodeError extends Error {
  readonly mismatch: TypeMismatch | undefined
  constructor(message: string, mismatch?: TypeMismatch) {
    super(message)
    this.mismatch = mismatch
  }
}

/** A value of a kind that its place does not take. Its sentence needs the place, which is known further out. */
export class TypeMismatch extends Error {
  /** What stood there: `string`, `number 1.5`. */
  readonly found: string
  readonly goType: string
  /** Go's kind of the place: string, int32…, struct, slice, map; `custom` for a type that reads itself. */
  readonly kind: string
  /** Places inside a part that decodes itself. */
  readonly inner: string[]
  constructor(found: string, goType: string, kind: string, inner: string[] = []) {
    super('type mismatch')
    this.found = found
    this.goType = goType
    this.kind = kind
    this.inner = inner
  }
}

/** What the decoder gives: the object, and each unknown or duplicate field as a sentence (at most 100). */
export interface Decoded {
  object: Record<string, unknown>
  strictErrors: string[]
}

const strictErrorsMax = 100

/** Decodes a whole object of `type` (full name). Throws {@link DecodeError}. */
export function decodeTree(node: JsonNode, type: string): Decoded {
  const decoder = new TypedDecoder()
  const object = decoder.run(node, { type }, structName(type))
  return { object: (object ?? {}) as Record<string, unknown>, strictErrors: [...decoder.strictErrors] }
}

/** A place for a value: the shape of a field, and Go's name for its type. */
type Shape = Pick<FieldSchema, 'type' | 'list' | 'map' | 'nested'>

class TypedDecoder {
  readonly strictErrors = new Set<string>()
  private owner = ''
  private readonly fieldStack: string[] = []
  private strictPath = ''
  private saved: Error | undefined

  run(node: JsonNode, shape: Shape, goType: string): unknown {
    const value = this.guarded(() => this.value(node, shape, goType, undefined))
    if (this.saved) throw this.saved
    return value
  }

  /** Runs, giving a fault that ends all decoding its place. */
  private guarded(run: () => unknown): unknown {
    try {
      return run()
    } catch (error) {
      throw this.placed(error)
    }
  }

  private placed(error: unknown): unknown {
    if (!(error instanceof TypeMismatch)) return error
    const path = [...this.fieldStack, ...error.inner].join('.')
    const where =
      this.owner === '' ? `value of type ${error.goType}` : `struct field ${this.owner}.${path} of type ${error.goType}`
    const mismatch = new TypeMismatch(error.found, error.goType, error.kind, [...this.fieldStack, ...error.inner])
    return new DecodeError(`json: cannot unmarshal ${error.found} into Go ${where}`, mismatch)
  }

  /** Keeps the first fault and goes on. */
  private save(error: Error): undefined {
    this.saved ??= this.placed(error) as Error
  }

  private mismatch(node: JsonNode, goType: string, kind: string): undefined {
    return this.save(new TypeMismatch(node.kind, goType, kind))
  }

  /** Decodes; undefined leaves what stands there (nil, or a fault that was saved). */
  private value(node: JsonNode, shape: Shape, goType: string, existing: unknown): unknown {
    if (shape.list) return this.list(node, shape, goType)
    if (shape.map) return this.map(node, shape, goType, existing)
    const union = schemaUnions[shape.type]
    if (union) return this.union(node, shape.type)
    const schema = kubernetes.types[shape.type]
    const scalar = schema ? schema.scalar : shape.type
    return scalar ? this.scalar(node, scalar, goType) : this.struct(node, shape.type, goType, existing)
  }

  private list(node: JsonNode, shape: Shape, goType: string): unknown {
    if (node.kind === 'null') return undefined
    if (node.kind !== 'array') return this.mismatch(node, goType, 'slice')
    const element: Shape = { type: shape.type, ...(shape.nested ? { list: 'plain' } : {}) }
    const elementGo = goType.startsWith('[]') ? goType.slice(2) : goTypeOf('', '', { ...element })
    const outer = this.strictPath
    const items = node.items.map((item, index) => {
      this.strictPath = `${outer}[${index}]`
      return this.element(item, element, elementGo)
    })
    this.strictPath = outer
    return items
  }

  private map(node: JsonNode, shape: Shape, goType: string, existing: unknown): unknown {
    if (node.kind === 'null') return undefined
    if (node.kind !== 'object') return this.mismatch(node, goType, 'map')
    const element: Shape = { type: shape.type, ...(shape.nested ? { list: 'plain' } : {}) }
    const elementGo = goType.startsWith('map[')
      ? goType.slice(goType.indexOf(']') + 1)
      : goTypeOf('', '', { ...element })
    const result = (existing ?? {}) as Record<string, unknown>
    const seen = new Set<string>()
    const outer = this.strictPath
    for (const [key, child] of node.entries) {
      if (seen.has(key)) this.strict('duplicate', key)
      seen.add(key)
      this.strictPath = outer === '' ? key : `${outer}.${key}`
      const value = this.element(child, element, elementGo)
      setOwn(result, key, goType === resourceList ? wholeThousandths(value) : value)
      this.strictPath = outer
    }
    return result
  }

  /** Inside a list or a map null is the type's zero. */
  private element(node: JsonNode, shape: Shape, goType: string): unknown {
    return this.value(node, shape, goType, undefined) ?? zeroOf(shape)
  }

  private struct(node: JsonNode, type: string, goType: string, existing: unknown): unknown {
    if (node.kind === 'null') return existing
    if (node.kind !== 'object') return this.mismatch(node, goType, 'struct')
    const { fields } = typeSchema(type)
    const result = (existing ?? {}) as Record<string, unknown>
    const seen = new Set<string>()
    const [outerOwner, outerPath, depth] = [this.owner, this.strictPath, this.fieldStack.length]
    for (const [key, child] of node.entries) {
      const field = Object.hasOwn(fields, key) ? fields[key]! : undefined
      if (!field) {
        this.strict('unknown', key)
        continue
      }
      if (seen.has(key)) this.strict('duplicate', key)
      seen.add(key)
      this.owner = structName(type)
      this.fieldStack.push(...embeddedPath(type, key), key)
      this.strictPath = outerPath === '' ? key : `${outerPath}.${key}`
      const value = this.value(child, field, goTypeOf(type, key, field), result[key])
      if (value !== undefined) result[key] = value
      else if (child.kind === 'null') delete result[key]
      this.owner = outerOwner
      this.strictPath = outerPath
      this.fieldStack.length = depth
    }
    return result
  }

  private strict(what: 'unknown' | 'duplicate', key: string): void {
    if (this.strictErrors.size >= strictErrorsMax) return
    this.strictErrors.add(`${what} field ${goQuoted(this.strictPath === '' ? key : `${this.strictPath}.${key}`)}`)
  }

  /** A type that decodes itself with a decoder of its own: unknown fields inside it go untold. */
  private union(node: JsonNode, type: string): unknown {
    const shape = schemaUnions[type]!(node)
    if (typeof shape === 'string') throw new DecodeError(shape)
    if (!shape) return node.kind === 'bool' ? node.value : undefined
    const goType = goTypeOf('', '', shape)
    try {
      return new TypedDecoder().run(node, shape, goType)
    } catch (error) {
      throw error instanceof DecodeError && error.mismatch ? error.mismatch : error
    }
  }

  private scalar(node: JsonNode, scalar: string, goType: string): unknown {
    switch (scalar) {
      case 'string':
        return node.kind === 'string'
          ? node.text
          : node.kind === 'null'
            ? undefined
            : this.mismatch(node, goType, scalar)
      case 'bool':
        return node.kind === 'bool'
          ? node.value
          : node.kind === 'null'
            ? undefined
            : this.mismatch(node, goType, scalar)
      case 'int32':
      case 'int64':
      case 'double':
        return node.kind === 'null' ? undefined : this.number(node, scalar, goType)
      case 'bytes':
        return this.bytes(node, goType)
      case 'quantity':
        return quantityOf(node)
      case 'time':
      case 'microTime':
        return timeOf(node, scalar)
      case 'intOrString':
        return intOrString(node)
      default:
        return node.kind === 'null' ? undefined : plainValue(node)
    }
  }

  private number(node: JsonNode, scalar: string, goType: string): number | undefined {
    if (node.kind !== 'number') return this.mismatch(node, goType, scalar)
    const fits =
      scalar === 'double' ? Number.isFinite(Number(node.text)) : isInteger(node.text, scalar === 'int32' ? 32 : 64)
    return fits ? Number(node.text) : this.save(new TypeMismatch(`number ${node.text}`, goType, scalar))
  }

  private bytes(node: JsonNode, goType: string): string | undefined {
    if (node.kind === 'null') return undefined
    if (node.kind === 'array') {
      const bytes = node.items.map((item) => {
        if (item.kind === 'null') return 0
        if (item.kind !== 'number') this.mismatch(item, 'uint8', 'uint8')
        else if (!/^\d+$/.test(item.text) || Number(item.text) > 255) {
          this.save(new TypeMismatch(`number ${item.text}`, 'uint8', 'uint8'))
        } else return Number(item.text)
        return 0
      })
      return encodeBase64(Uint8Array.from(bytes))
    }
    if (node.kind !== 'string') return this.mismatch(node, goType, 'slice')
    try {
      return canonicalBase64(node.text)
    } catch (error) {
      if (!(error instanceof Base64Error)) throw error
      return this.save(new DecodeError(error.message))
    }
  }
}

const resourceList = 'v1.ResourceList'

/** Resources are counted in thousandths: less is rounded up. k8s: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList */
function wholeThousandths(value: unknown): unknown {
  return typeof value === 'string' ? formatQuantity(roundUpQuantity(value, -3)) : value
}

function isInteger(text: string, bits: number): boolean {
  if (!/^-?\d+$/.test(text)) return false
  const value = BigInt(text)
  const limit = 2n ** BigInt(bits - 1)
  return value >= -limit && value < limit
}

function quantityOf(node: JsonNode): string | undefined {
  if (node.kind === 'null') return undefined
  // Whatever else it is goes to the parser as it was written.
  const text = node.kind === 'string' || node.kind === 'number' ? node.text : '{'
  try {
    return canonicalQuantity(text.trim())
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error
    throw new DecodeError(error.message)
  }
}

function timeOf(node: JsonNode, layout: 'time' | 'microTime'): string | null | undefined {
  if (node.kind === 'null') return undefined
  if (node.kind !== 'string') throw new TypeMismatch(node.kind, 'string', 'custom')
  try {
    return canonicalTime(node.text, layout)
  } catch (error) {
    if (!(error instanceof TimeError)) throw error
    throw new DecodeError(error.message)
  }
}

function intOrString(node: JsonNode): number | string | undefined {
  if (node.kind === 'null') return undefined
  if (node.kind === 'string') return node.text
  if (node.kind !== 'number') throw new TypeMismatch(node.kind, 'int32', 'custom')
  if (!isInteger(node.text, 32)) throw new TypeMismatch(`number ${node.text}`, 'int32', 'custom')
  return Number(node.text)
}

const zeros: Record<string, unknown> = {
  string: '',
  bytes: '',
  bool: false,
  int32: 0,
  int64: 0,
  double: 0,
  quantity: '0',
  intOrString: 0,
}

function zeroOf(shape: Shape): unknown {
  if (shape.list) return []
  const schema = kubernetes.types[shape.type]
  if (schema && !schema.scalar) return {}
  return zeros[schema?.scalar ?? shape.type] ?? null
}
