// Annotations that nothing reads any more. k8s: pkg/api/pod/warnings.go
import type { FieldPath } from '../../../api/field-errors.ts'

const retired: [key: string, advice: string][] = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
]

const seccompAdvice = 'non-functional in v1.27+; use the "seccompProfile" field instead'

/** A seccomp profile told by annotation alone. @param context where the field would stand. @param at the path of the annotations. */
export function seccompWarnings(
  annotations: { [key: string]: string },
  key: string,
  context: { seccompProfile?: unknown } | undefined,
  at: FieldPath,
): string[] {
  return context?.seccompProfile || annotations[key] === undefined ? [] : [`${String(at.key(key))}: ${seccompAdvice}`]
}

/** @param at the path of the annotations. */
export function annotationWarnings(annotations: { [key: string]: string }, at: FieldPath): string[] {
  return retired
    .filter(([key]) => annotations[key] !== undefined)
    .map(([key, advice]) => `${String(at.key(key))}: ${advice}`)
}
