// Ports of containers, and ports that probes and hooks name. k8s: pkg/apis/core/validation/validation.go validateContainerPorts
import { duplicate, invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { portName, portNumber } from '../../api/names.ts'
import type { Container, ContainerPort } from '../../generated/types.ts'
import { validateByRule } from './name-validation.ts'

const protocols = ['SCTP', 'TCP', 'UDP']

/** Every fault of one container's ports. */
export function validateContainerPorts(ports: ContainerPort[], at: FieldPath): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    const own = at.index(index)
    const errors = port.name ? validatePortName(port.name, names, own.child('name')) : []
    if (!port.containerPort) errors.push(required(own.child('containerPort')))
    else errors.push(...validatePortNumber(port.containerPort, own.child('containerPort')))
    if (port.hostPort) errors.push(...validatePortNumber(port.hostPort, own.child('hostPort')))
    if (!port.protocol) errors.push(required(own.child('protocol')))
    else if (!protocols.includes(port.protocol)) {
      errors.push(notSupported(own.child('protocol'), port.protocol, protocols))
    }
    return errors
  })
}

function validatePortName(name: string, names: Set<string>, at: FieldPath): FieldError[] {
  const errors = validateByRule(name, portName, at)
  if (errors.length > 0) return errors
  if (names.has(name)) return [duplicate(at, name)]
  names.add(name)
  return []
}

function validatePortNumber(port: number, at: FieldPath): FieldError[] {
  return portNumber(port).map((sentence) => invalid(at, port, sentence))
}

/** A number from 1 to 65535, or a port's name. k8s: ValidatePortNumOrName */
export function validatePortReference(port: number | string, at: FieldPath): FieldError[] {
  return typeof port === 'number' ? validatePortNumber(port, at) : validateByRule(port, portName, at)
}

/** The same port of the node asked for twice by `containers`. k8s: checkHostPortConflicts */
export function validateHostPortConflicts(containers: Container[], at: FieldPath): FieldError[] {
  const taken = new Set<string>()
  return containers.flatMap((container, containerIndex) =>
    (container.ports ?? []).flatMap((port, index) => {
      if (!port.hostPort) return []
      const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`
      if (!taken.has(key)) {
        taken.add(key)
        return []
      }
      return [duplicate(at.index(containerIndex).child('ports').index(index).child('hostPort'), key)]
    }),
  )
}
