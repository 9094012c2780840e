// temporary
import type { PodSpec } from '../../generated/types.ts'
export function podSpecDiff(_old: PodSpec, _spec: PodSpec): string {
  return ''
}
