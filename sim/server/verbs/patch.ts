// Patch: what is there, changed by one of the four kinds of patch, written as an update.
// k8s: apiserver/pkg/endpoints/handlers/patch.go
import { applyObject } from '../../api/patch/apply.ts'
import { readApplyBody } from '../../api/patch/apply-body.ts'
import { patchObject } from '../../api/patch/patch.ts'
import type { KubeObject } from '../../api/object.ts'
import { notFound } from '../../api/status.ts'
import { timestamp } from '../../clock.ts'
import type { Api, PatchKind, Target } from '../api.ts'
import { type Machine, targetKey } from '../machine.ts'
import { readScale, writeScale } from '../subresources/scale.ts'
import { create } from './create.ts'
import { update, type UpdateOptions } from './update.ts'

type Options = Parameters<Api['patch']>[3]
type Result = ReturnType<Api['patch']>

/** What is patched, in the version that the client speaks. */
export interface Patched {
  live: KubeObject | undefined
  create(object: KubeObject, options: UpdateOptions): KubeObject
  update(object: KubeObject, options: UpdateOptions): Result
}

/** `body` is the request's bytes, or the plain value that they stand for. Throws 400, 404, 409, 422. */
export function patch(machine: Machine, target: Target, kind: PatchKind, body: unknown, options: Options): Result {
  if (kind !== 'apply' && target.subresource === 'scale')
    return { object: patchScale(machine, target, kind, body, options), created: false }
  const patched: Patched = {
    live: machine.store.get(targetKey(target))?.value,
    create: (object, write) => create(machine, target, object, write),
    update: (object, write) => update(machine, target, object, write),
  }
  return patchWith(patched, target, kind, body, options, timestamp(machine.clock.now()))
}

/** @param now RFC 3339 */
export function patchWith(
  patched: Patched,
  target: Target,
  kind: PatchKind,
  body: unknown,
  options: Options,
  now: string,
): Result {
  if (kind === 'apply') return apply(patched, target, body, options, now)
  const { ref, type } = target.strategy
  if (!patched.live) throw notFound(ref, target.name)
  const { object, warnings } = patchObject(patched.live, kind, body, { ...ref, type }, options.fieldValidation)
  for (const sentence of warnings) options.warn?.(sentence)
  return patched.update(object, { ...options, unconditional: true })
}

const scaleType = { group: 'autoscaling', version: 'v1', kind: 'Scale', type: 'io.k8s.api.autoscaling.v1.Scale' }

function patchScale(
  machine: Machine,
  target: Target,
  kind: Exclude<PatchKind, 'apply'>,
  body: unknown,
  options: Options,
): KubeObject {
  const { object } = patchObject(readScale(machine, target), kind, body, scaleType, options.fieldValidation)
  return writeScale(machine, target, object, options)
}

/** Server-side apply, which also creates. */
function apply(patched: Patched, target: Target, body: unknown, options: Options, now: string): Result {
  const { strategy, subresource, name } = target
  const { ref, type } = strategy
  const { applied, checkKeys } = readApplyBody(body)
  const { live } = patched
  if (!live && subresource !== '') throw notFound(ref, name)
  const object = applyObject(live, applied, {
    expected: { ...ref, type },
    type,
    manager: options.fieldManager ?? 'unknown',
    subresource,
    now,
    force: options.force ?? false,
  })
  for (const sentence of checkKeys(options.fieldValidation ?? 'Ignore')) options.warn?.(sentence)
  const write = { ...options, unconditional: true, managedFieldsDone: true }
  if (!live) return { object: patched.create(object, write), created: true }
  return object === live ? { object: live, created: false } : patched.update(object, write)
}
