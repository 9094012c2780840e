// Ports of different containers that get in each other's way. k8s: pkg/api/pod/warnings.go
import type { FieldPath } from '../../../api/field-errors.ts'
import type { ContainerPort, PodSpec } from '../../../generated/types.ts'
import { visitContainers } from '../visit-containers.ts'

interface PlacedPort {
  at: FieldPath
  port: ContainerPort
}

/** @param at the spec's path. */
export function portWarnings(spec: PodSpec, at: FieldPath): string[] {
  const ports: PlacedPort[] = []
  visitContainers(spec, at, (container, own) => {
    for (const [index, port] of (container.ports ?? []).entries()) {
      ports.push({ at: own.child('ports').index(index), port })
    }
  })
  return [...ports.flatMap((port, index) => clashWarnings(port, ports.slice(0, index))), ...nameWarnings(ports)]
}

function clashWarnings({ at, port }: PlacedPort, others: PlacedPort[]): string[] {
  const lone = port.hostIP && !port.hostPort ? [`${String(at)}: hostIP set without hostPort: ${goPort(port)}`] : []
  const same = others.filter(
    ({ port: other }) => other.containerPort === port.containerPort && other.protocol === port.protocol,
  )
  return [...lone, ...same.flatMap((other) => clashWarning({ at, port }, other))]
}

function clashWarning({ at, port }: PlacedPort, { at: otherAt, port: other }: PlacedPort): string[] {
  const [hostPort, otherHostPort] = [port.hostPort ?? 0, other.hostPort ?? 0]
  const [hostIp, otherHostIp] = [port.hostIP ?? '', other.hostIP ?? '']
  if (hostIp === otherHostIp && hostPort === otherHostPort)
    return [`${String(at)}: duplicate port definition with ${String(otherAt)}`]
  if (hostPort === 0 || otherHostPort === 0)
    return [`${String(at)}: overlapping port definition with ${String(otherAt)}`]
  const oneIsOpen = (hostIp === '') !== (otherHostIp === '')
  if (hostPort !== otherHostPort || !oneIsOpen) return []
  return [`${String(at)}: dangerously ambiguous port definition with ${String(otherAt)}`]
}

// As Go prints a struct with %+v.
function goPort({ name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' }: ContainerPort): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`
}

function nameWarnings(ports: PlacedPort[]): string[] {
  const first = new Map<string, FieldPath>()
  return ports.flatMap(({ at, port: { name } }) => {
    if (!name) return []
    const other = first.get(name)
    if (other) {
      const use = `services and probes that select ports by name will use ${String(other)}`
      return [`${String(at)}: duplicate port name ${JSON.stringify(name)} with ${String(other)}, ${use}`]
    }
    first.set(name, at)
    return []
  })
}
