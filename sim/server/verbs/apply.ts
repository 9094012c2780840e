// Server-side apply. k8s: apiserver/pkg/endpoints/handlers/patch.go applyPatcher
import { failure } from '../../api/status.ts'
import type { Api, Target } from '../api.ts'
import type { Machine } from '../machine.ts'

/** Filled by the machinery of sim/api/patch/apply.ts. */
export function apply(_machine: Machine, _target: Target, _body: unknown, _options: Parameters<Api['patch']>[3]): never {
  throw failure(415, 'UnsupportedMediaType', 'apply')
}
