// Subsets of an Endpoints. k8s: pkg/apis/core/validation/validation.go validateEndpointSubsets, pkg/registry/core/endpoint/strategy.go
import { invalid, path, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLegacyIp } from '../../api/ip-address.ts'
import { dns1123Label, nameIsSubdomain } from '../../api/names.ts'
import type { EndpointPort, EndpointAddress, Endpoints } from '../../generated/types.ts'
import { ipWarnings } from './address-warnings.ts'
import { validateEndpointIp } from './endpoint-address.ts'
import { validateAppProtocol, validatePortLabel, validatePortNumber, validateProtocol } from './port-rules.ts'

/** Every fault of the subsets. */
export function validateSubsets({ subsets = [] }: Endpoints): FieldError[] {
  return subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }, index) => {
    const at = path('subsets').index(index)
    const none = addresses.length === 0 && notReadyAddresses.length === 0
    return [
      ...(none ? [required(at, 'must specify `addresses` or `notReadyAddresses`')] : []),
      ...addresses.flatMap((address, nth) => addressErrors(address, at.child('addresses').index(nth))),
      ...notReadyAddresses.flatMap((address, nth) => addressErrors(address, at.child('notReadyAddresses').index(nth))),
      ...ports.flatMap((port, nth) => portErrors(port, ports.length > 1, at.child('ports').index(nth))),
    ]
  })
}

function addressErrors({ ip, hostname = '', nodeName }: EndpointAddress, at: FieldPath): FieldError[] {
  return [
    ...validateLegacyIp(at.child('ip'), ip),
    ...(hostname === '' ? [] : dns1123Label(hostname)).map((text) => invalid(at.child('hostname'), hostname, text)),
    ...(nodeName === undefined ? [] : nameIsSubdomain(nodeName, false)).map((text) =>
      invalid(at.child('nodeName'), nodeName, text),
    ),
    ...validateEndpointIp(ip, at.child('ip')),
  ]
}

function portErrors(port: EndpointPort, named: boolean, at: FieldPath): FieldError[] {
  const name = port.name ?? ''
  const nameErrors = name !== '' ? validatePortLabel(name, at.child('name')) : named ? [required(at.child('name'))] : []
  return [
    ...nameErrors,
    ...validatePortNumber(port.port, at.child('port')),
    ...validateProtocol(port.protocol, at.child('protocol')),
    ...validateAppProtocol(port.appProtocol, at.child('appProtocol')),
  ]
}

/** Warnings about addresses that people wrote; those of the controller are well formed. */
export function subsetWarnings({ metadata, subsets = [] }: Endpoints): string[] {
  if (metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return []
  return subsets.flatMap((subset, index) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, nth) =>
        ipWarnings(path('subsets').index(index).child(list).index(nth).child('ip'), ip),
      ),
    ),
  )
}
