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
import { get } from './get.ts'
import { update } from './update.ts'

type Options = Parameters<Api['patch']>[3]
type Result = ReturnType<Api['patch']>

/** `body` is the request's bytes, or the plain value that they stand for. Throws 400, 404, 409, 422. */
export function patch(machine: Machine, target: Target, kind: PatchKind, body: unknown, options: Options): Result {
  if (kind === 'apply') return apply(machine, target, body, options)
  if (target.subresource === 'scale')
    return { object: patchScale(machine, target, kind, body, options), created: false }
  const current = get(machine, { ...target, subresource: '' })
  const { ref, type } = target.strategy
  const { object, warnings } = patchObject(current, kind, body, { ...ref, type }, options.fieldValidation)
  for (const sentence of warnings) options.warn?.(sentence)
  return update(machine, target, object, { ...options, unconditional: true })
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
function apply(machine: Machine, target: Target, body: unknown, options: Options): Result {
  const { strategy, subresource, name } = target
  const { ref, type } = strategy
  const { applied, checkKeys } = readApplyBody(body)
  const live = machine.store.get(targetKey(target))?.value
  if (!live && subresource !== '') throw notFound(ref, name)
  const object = applyObject(live, applied, {
    expected: { ...ref, type },
    type,
    manager: options.fieldManager ?? 'unknown',
    subresource,
    now: timestamp(machine.clock.now()),
    force: options.force ?? false,
  })
  for (const sentence of checkKeys(options.fieldValidation ?? 'Ignore')) options.warn?.(sentence)
  const write = { ...options, unconditional: true, managedFieldsDone: true }
  if (!live) return { object: create(machine, target, object, write), created: true }
  return object === live ? { object: live, created: false } : update(machine, target, object, write)
}
