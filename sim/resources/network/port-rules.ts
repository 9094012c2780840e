// What the ports of services, endpoints and slices share. k8s: pkg/apis/core/validation/validation.go
import { invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { dns1123Label, portNumber, qualifiedKey } from '../../api/names.ts'

const protocols = ['SCTP', 'TCP', 'UDP']

/** TCP, UDP or SCTP; none is a fault too. */
export function validateProtocol(protocol: string | undefined, at: FieldPath): FieldError[] {
  if (!protocol) return [required(at)]
  return protocols.includes(protocol) ? [] : [notSupported(at, protocol, protocols)]
}

/** 1 to 65535. */
export function validatePortNumber(port: number | undefined, at: FieldPath): FieldError[] {
  return portNumber(port ?? 0).map((sentence) => invalid(at, port ?? 0, sentence))
}

/** A port's name, where it has one. */
export function validatePortLabel(name: string, at: FieldPath): FieldError[] {
  return dns1123Label(name).map((sentence) => invalid(at, name, sentence))
}

/** `kubernetes.io/h2c`, `https`. */
export function validateAppProtocol(protocol: string | undefined, at: FieldPath): FieldError[] {
  return protocol === undefined ? [] : qualifiedKey(protocol).map((sentence) => invalid(at, protocol, sentence))
}
