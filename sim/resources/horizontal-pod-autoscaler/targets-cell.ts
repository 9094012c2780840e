// What `kubectl get hpa` shows under TARGETS. k8s: pkg/printers/internalversion/printers.go formatHPAMetrics
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../generated/types.ts'

const unknown = '<unknown>'
const shownMax = 2

/** `cpu: 12%/50%`; two metrics at most, then how many more there are. */
export function targetsCell(specs: MetricSpec[], statuses: MetricStatus[]): string {
  if (specs.length === 0) return '<none>'
  const cells = specs.map((spec, index) => cellOf(spec, statuses[index]))
  const shown = cells.slice(0, shownMax).join(', ')
  return cells.length > shownMax ? `${shown} + ${cells.length - shownMax} more...` : shown
}

function cellOf(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'External':
      return valueCell(spec.external!.target, status?.external?.current)
    case 'Object':
      return valueCell(spec.object!.target, status?.object?.current)
    case 'Pods':
      return `${status?.pods?.current.averageValue ?? unknown}/${spec.pods!.target.averageValue}`
    case 'Resource':
      return resourceCell(spec.resource!, status?.resource?.current)
    case 'ContainerResource':
      return resourceCell(spec.containerResource!, status?.containerResource?.current)
    default:
      return '<unknown type>'
  }
}

function valueCell(target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined) return `${current?.averageValue ?? unknown}/${target.averageValue} (avg)`
  return `${current?.value ?? unknown}/${target.value}`
}

function resourceCell(
  { name, target }: { name: string; target: MetricTarget },
  current: MetricValueStatus | undefined,
): string {
  if (target.averageValue !== undefined) return `${name}: ${current?.averageValue ?? unknown}/${target.averageValue}`
  const is = current?.averageUtilization === undefined ? unknown : `${current.averageUtilization}%`
  return `${name}: ${is}/${target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`}`
}
