// Patch: what is there, changed by one of the four kinds of patch, written as an update.
// k8s: apiserver/pkg/endpoints/handlers/patch.go
import { decodeValue } from '../../api/decode/decode.ts'
import type { KubeObject } from '../../api/object.ts'
import { applyJsonPatch, JsonPatchError, jsonPatchOperationsMax } from '../../api/patch/json.ts'
import { applyMergePatch, isObject } from '../../api/patch/merge.ts'
import { applyStrategicMergePatch } from '../../api/patch/strategic.ts'
import { badRequest, failure } from '../../api/status.ts'
import type { Api, PatchKind, Target } from '../api.ts'
import type { Machine } from '../machine.ts'
import { readScale, writeScale } from '../subresources/scale.ts'
import { apply } from './apply.ts'
import { get } from './get.ts'
import { update } from './update.ts'

type Options = Parameters<Api['patch']>[3]
type Result = ReturnType<Api['patch']>

/** `body` is the request's bytes, or the plain value that they stand for. Throws 400, 404, 409, 415, 422. */
export function patch(machine: Machine, target: Target, kind: PatchKind, body: unknown, options: Options): Result {
  if (kind === 'apply') return apply(machine, target, body, options)
  const value = body instanceof Uint8Array ? parse(body) : body
  if (target.subresource === 'scale') return { object: patchScale(machine, target, kind, value, options), created: false }
  const current = get(machine, { ...target, subresource: '' })
  const { ref, type } = target.strategy
  const patched = changed(kind, current, value, type)
  const { object, warnings } = decodeValue(patched, { ...ref, type }, options.fieldValidation ?? 'Ignore')
  for (const sentence of warnings) options.warn?.(sentence)
  return update(machine, target, object, { ...options, unconditional: true })
}

function patchScale(machine: Machine, target: Target, kind: PatchKind, value: unknown, options: Options): KubeObject {
  const type = 'io.k8s.api.autoscaling.v1.Scale'
  const patched = changed(kind, readScale(machine, target), value, type)
  const expected = { group: 'autoscaling', version: 'v1', kind: 'Scale', type }
  return writeScale(machine, target, decodeValue(patched, expected, 'Ignore').object, options)
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`)
  }
}

function changed(kind: PatchKind, current: KubeObject, value: unknown, type: string): unknown {
  if (kind === 'json') return changedByOperations(current, value)
  if (!isObject(value)) throw badRequest('the patch must be an object')
  return kind === 'merge' ? applyMergePatch(current, value) : applyStrategicMergePatch(current, value, type)
}

function changedByOperations(current: KubeObject, value: unknown): unknown {
  if (!Array.isArray(value)) {
    throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  }
  if (value.length > jsonPatchOperationsMax) {
    const why = `The allowed maximum operations in a JSON patch is ${jsonPatchOperationsMax}, got ${value.length}`
    throw failure(413, 'RequestEntityTooLarge', `Request entity too large: ${why}`)
  }
  try {
    return applyJsonPatch(current, value as never)
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error
    throw failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
  }
}
