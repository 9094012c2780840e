// JSON patch: a list of operations. RFC 6902; k8s: gopkg.in/evanphx/json-patch.v4 patch.go
import { copyTree } from '../copy-tree.ts'
import { setOwn } from '../decode/json-tree.ts'
import { sameValue } from '../meta-validation.ts'
import { isObject } from './merge.ts'

/** The operations do not apply; `message` is what the library says (the server tells the client less). */
export class JsonPatchError extends Error {}

/** One operation, as far as it is well formed. */
interface Operation {
  op?: unknown
  path?: unknown
  from?: unknown
  value?: unknown
}

/** More than these the server refuses (413). */
export const jsonPatchOperationsMax = 10_000

/** Applies the operations to a copy. Throws {@link JsonPatchError}. */
export function applyJsonPatch(document: unknown, operations: readonly Operation[]): unknown {
  // Held in an object, so that the whole document is a place like any other.
  const holder: Record<string, unknown> = { document: copyTree(document) }
  for (const operation of operations) run(holder, operation)
  return holder.document
}

function run(holder: Record<string, unknown>, operation: Operation): void {
  const kind = typeof operation.op === 'string' ? operation.op : 'unknown'
  const value = copyTree(operation.value ?? null)
  switch (kind) {
    case 'add': {
      const path = pointer(operation.path, 'add operation failed to decode path: missing value')
      const place = find(holder, path, `add operation does not apply: doc is missing path: "${path}": missing value`)
      return within(`error in add for path: '${path}'`, () => add(place, value))
    }
    case 'remove': {
      const path = pointer(operation.path, 'remove operation failed to decode path: missing value')
      const place = find(holder, path, `remove operation does not apply: doc is missing path: "${path}": missing value`)
      return within(`error in remove for path: '${path}'`, () => void remove(place))
    }
    case 'replace':
      return replace(holder, pointer(operation.path, missing('replace', 'path')), value)
    case 'move':
    case 'copy':
      return transfer(holder, kind, operation)
    case 'test':
      return test(holder, pointer(operation.path, missing('test', 'path')), value)
    default:
      throw new JsonPatchError(`Unexpected kind: ${kind}`)
  }
}

function missing(kind: string, field: 'path' | 'from'): string {
  const what = field === 'path' ? 'operation missing path field' : 'operation, missing from field'
  return `${kind} operation failed to decode ${field}: ${what}: missing value`
}

function pointer(path: unknown, otherwise: string): string {
  if (typeof path !== 'string') throw new JsonPatchError(otherwise)
  return path
}

function replace(holder: Record<string, unknown>, path: string, value: unknown): void {
  if (path === '') {
    if (typeof value !== 'object' || value === null) {
      throw new JsonPatchError('replace operation value must be object or array')
    }
    holder.document = value
    return
  }
  const place = find(holder, path, `replace operation does not apply: doc is missing path: ${path}: missing value`)
  const { container, key } = place
  // A key that is not there is added: the library asks only lists.
  if (!Array.isArray(container)) setOwn(container, key, value)
  else if (/^\d+$/.test(key) && Number(key) < container.length) container[Number(key)] = value
  else throw new JsonPatchError(`replace operation does not apply: doc is missing key: ${path}: missing value`)
}

function transfer(holder: Record<string, unknown>, kind: 'move' | 'copy', operation: Operation): void {
  const from = pointer(operation.from, missing(kind, 'from'))
  const source = find(
    holder,
    from,
    `${kind} operation does not apply: doc is missing from path: ${from}: missing value`,
  )
  let value: unknown
  if (kind === 'move') within(`error in move for path: '${source.key}'`, () => (value = remove(source)))
  else within(`error in copy for from: '${from}'`, () => (value = copyTree(get(source))))
  const path = pointer(operation.path, missing(kind, 'path'))
  const lost = `${kind} operation does not apply: doc is missing destination path: ${path}: missing value`
  const target = find(holder, path, lost)
  const failed = kind === 'move' ? `error in move for path: '${path}'` : 'error while adding value during copy'
  within(failed, () => add(target, value))
}

function test(holder: Record<string, unknown>, path: string, value: unknown): void {
  const failed = new JsonPatchError(`testing value ${path} failed: test failed`)
  if (path === '') {
    if (!sameValue(holder.document, value)) throw failed
    return
  }
  const place = find(holder, path, `test operation does not apply: is missing path: ${path}: missing value`)
  let current: unknown
  within(`error in test for path: '${path}'`, () => (current = get(place)))
  if (!sameValue(current, value)) throw failed
}

interface Place {
  container: Record<string, unknown> | unknown[]
  key: string
}

/** The container that a path's last part is in. */
function find(holder: Record<string, unknown>, path: string, otherwise: string): Place {
  const parts = path.split('/')
  if (parts.length < 2) throw new JsonPatchError(otherwise)
  let container = holder.document
  for (const part of parts.slice(1, -1)) {
    const key = decode(part)
    if (Array.isArray(container)) container = /^\d+$/.test(key) ? container[Number(key)] : undefined
    else if (isObject(container)) container = Object.hasOwn(container, key) ? container[key] : undefined
    else container = undefined
  }
  if (!isObject(container) && !Array.isArray(container)) throw new JsonPatchError(otherwise)
  return { container, key: decode(parts.at(-1)!) }
}

function decode(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

function within(what: string, act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error
    throw new JsonPatchError(`${what}: ${error.message}`)
  }
}

/** An index that may count from the end; `length` is the first that is no more. */
function indexOf(key: string, length: number): number {
  if (!/^[-+]?\d+$/.test(key)) throw new JsonPatchError(`strconv.Atoi: parsing "${key}": invalid syntax`)
  const index = Number(key)
  if (index >= length || index < -length) {
    throw new JsonPatchError(`Unable to access invalid index: ${index}: invalid index referenced`)
  }
  return index < 0 ? index + length : index
}

function get({ container, key }: Place): unknown {
  if (Array.isArray(container)) return container[indexOf(key, container.length)]
  return Object.hasOwn(container, key) ? container[key] : null
}

function add({ container, key }: Place, value: unknown): void {
  if (!Array.isArray(container)) setOwn(container, key, value)
  else if (key === '-') container.push(value)
  else container.splice(indexOf(key, container.length + 1), 0, value)
}

function remove({ container, key }: Place): unknown {
  if (Array.isArray(container)) return container.splice(indexOf(key, container.length), 1)[0]
  if (!Object.hasOwn(container, key)) {
    throw new JsonPatchError(`Unable to remove nonexistent key: ${key}: missing value`)
  }
  const value = container[key]
  delete container[key]
  return value
}
