// A variable defined twice, where the second hides the first. k8s: pkg/api/pod/warnings.go
import type { FieldPath } from '../../../api/field-errors.ts'
import type { EnvVar } from '../../../generated/types.ts'

/** A second definition that refers to the first, `X="$(X)more"`, is well. */
export function envWarnings(variables: EnvVar[], at: FieldPath): string[] {
  const seen = new Set<string>()
  return variables.flatMap(({ name, value = '', valueFrom }, index) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    const reference = `$(${name})`
    if (!valueFrom && value !== reference && value.includes(reference)) return []
    const shown = JSON.stringify(name)
    return [`${String(at.index(index))}: hides previous definition of ${shown}, which may be dropped when using apply`]
  })
}
