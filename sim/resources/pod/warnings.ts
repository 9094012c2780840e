import type { Pod } from '../../generated/types.ts'
export function podWarnings(_pod: Pod): string[] {
  return []
}
