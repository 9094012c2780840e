// Every container of a pod with its path: init, regular and ephemeral. k8s: pkg/apis/core/pods/helpers.go VisitContainersWithPath
import type { FieldPath } from '../../api/field-errors.ts'
import type { Container, EphemeralContainer, PodSpec } from '../../generated/types.ts'

/** @param at the spec's path. */
export function visitContainers(
  spec: PodSpec,
  at: FieldPath,
  visit: (container: Container | EphemeralContainer, at: FieldPath) => void,
): void {
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) visit(container, at.child(list).index(index))
  }
}
