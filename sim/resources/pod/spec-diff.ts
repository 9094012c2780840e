// What a refused update would have changed, as the server shows it. k8s: pkg/apis/core/validation/validation.go ValidatePodUpdate
import { internalJson } from '../../api/internal-json.ts'
import { jsonDiff } from '../../api/unified-diff.ts'
import type { PodSpec } from '../../generated/types.ts'

/** Hunks with three lines around each change. */
export function podSpecDiff(old: PodSpec, spec: PodSpec): string {
  return jsonDiff(internalSpec(old), internalSpec(spec))
}

// The server keeps these in the security context, where v1 has them beside it. k8s: pkg/apis/core/v1/conversion.go
function internalSpec(spec: PodSpec): Record<string, unknown> {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec
  const securityContext = { ...spec.securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers }
  return internalJson({ ...spec, securityContext }, 'PodSpec')
}
