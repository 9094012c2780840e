// The CONTAINERS and IMAGES cells of a workload's row. k8s: pkg/printers/internalversion/printers.go layoutContainerCells
import type { PodTemplateSpec } from '../../generated/types.ts'

/** Names, then images, each joined by commas. */
export function containerCells(template: PodTemplateSpec | undefined): [string, string] {
  const containers = template?.spec?.containers ?? []
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')]
}
