import type { PodTemplateSpec } from '../../generated/types.ts'
import type { KubeObject } from '../../api/object.ts'
export function templateWarnings(
  _object: KubeObject,
  _template: PodTemplateSpec,
  _old: KubeObject | undefined,
): string[] {
  return []
}
