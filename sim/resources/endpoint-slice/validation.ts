// What an EndpointSlice may say. k8s: pkg/apis/discovery/validation/validation.go
import { duplicate, invalid, notSupported, path, required, tooMany } from '../../api/field-errors.ts'
import type { FieldError, FieldPath } from '../../api/field-errors.ts'
import { parseIp, validateIp, validateLegacyIp } from '../../api/ip-address.ts'
import { dns1123Label, dns1123Subdomain, labelValue, nameIsSubdomain } from '../../api/names.ts'
import type { Endpoint, EndpointHints, EndpointSlice } from '../../generated/types.ts'
import { validateEndpointIp } from '../network/endpoint-address.ts'
import { validateAppProtocol, validatePortLabel } from '../network/port-rules.ts'

const addressTypes = ['FQDN', 'IPv4', 'IPv6']
const protocols = ['SCTP', 'TCP', 'UDP']
const addressesMax = 100
const portsMax = 20_000
const endpointsMax = 1000
const hintsMax = 8

/** Type and ports; the endpoints are {@link validateEndpoints}'. */
export function validateSlice({ addressType, ports }: EndpointSlice): FieldError[] {
  const at = path('addressType')
  const typeErrors =
    addressType === ''
      ? [required(at)]
      : addressTypes.includes(addressType)
        ? []
        : [notSupported(at, addressType, addressTypes)]
  return [...typeErrors, ...portErrors(ports ?? [])]
}

function portErrors(ports: NonNullable<EndpointSlice['ports']>): FieldError[] {
  const at = path('ports')
  if (ports.length > portsMax) return [tooMany(at, ports.length, portsMax)]
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    const own = at.index(index)
    const { name = '', protocol } = port
    const errors = name === '' ? [] : validatePortLabel(name, own.child('name'))
    if (names.has(name)) errors.push(duplicate(own.child('name'), name))
    names.add(name)
    if (protocol === undefined) errors.push(required(own.child('protocol')))
    else if (!protocols.includes(protocol)) errors.push(notSupported(own.child('protocol'), protocol, protocols))
    return [...errors, ...validateAppProtocol(port.appProtocol, own.child('appProtocol'))]
  })
}

/** Every fault of the endpoints. */
export function validateEndpoints({ addressType, endpoints }: EndpointSlice): FieldError[] {
  const at = path('endpoints')
  const list = endpoints ?? []
  if (list.length > endpointsMax) return [tooMany(at, list.length, endpointsMax)]
  return list.flatMap((endpoint, index) => endpointErrors(endpoint, addressType, at.index(index)))
}

function endpointErrors(endpoint: Endpoint, type: string, at: FieldPath): FieldError[] {
  const addresses = endpoint.addresses ?? []
  const addressesPath = at.child('addresses')
  const { nodeName, hostname, hints } = endpoint
  const errors: FieldError[] = []
  if (addresses.length === 0) errors.push(required(addressesPath, 'must contain at least 1 address'))
  else if (addresses.length > addressesMax) errors.push(tooMany(addressesPath, addresses.length, addressesMax))
  for (const [index, address] of addresses.entries()) {
    errors.push(...addressErrors(address, type, addressesPath, addressesPath.index(index)))
  }
  if (nodeName !== undefined) {
    errors.push(...nameIsSubdomain(nodeName, false).map((text) => invalid(at.child('nodeName'), nodeName, text)))
  }
  if (hostname !== undefined) {
    errors.push(...dns1123Label(hostname).map((text) => invalid(at.child('hostname'), hostname, text)))
  }
  return hints ? [...errors, ...hintErrors(hints, at.child('hints'))] : errors
}

function addressErrors(address: string, type: string, list: FieldPath, at: FieldPath): FieldError[] {
  if (type === 'FQDN') return domainErrors(address, at)
  if (type !== 'IPv4' && type !== 'IPv6') return []
  const errors = type === 'IPv4' ? validateLegacyIp(at, address) : validateIp(at, address)
  if (errors.length > 0) return errors
  const wrong = parseIp(address)?.family === type ? [] : [invalid(list, address, `must be an ${type} address`)]
  return [...wrong, ...validateEndpointIp(address, at)]
}

/** k8s: IsFullyQualifiedDomainName */
function domainErrors(address: string, at: FieldPath): FieldError[] {
  if (address === '') return [required(at)]
  const name = address.replace(/\.$/, '')
  const faults = dns1123Subdomain(name)
  if (faults.length > 0) return [invalid(at, name, faults.join(','))]
  const labels = name.split('.')
  if (labels.length < 2) {
    return [invalid(at, name, 'should be a domain with at least two segments separated by dots')]
  }
  const broken = labels.find((label) => dns1123Label(label).length > 0)
  return broken === undefined ? [] : [invalid(at, broken, dns1123Label(broken).join(','))]
}

function hintErrors({ forZones = [], forNodes = [] }: EndpointHints, at: FieldPath): FieldError[] {
  const zonesPath = at.child('forZones')
  const nodesPath = at.child('forNodes')
  if (forZones.length > hintsMax) return [tooMany(zonesPath, forZones.length, hintsMax)]
  const zones = named(forZones, zonesPath, labelValue)
  if (forNodes.length > hintsMax) return [...zones, tooMany(nodesPath, forNodes.length, hintsMax)]
  return [...zones, ...named(forNodes, nodesPath, (name) => nameIsSubdomain(name, false))]
}

function named(list: { name: string }[], at: FieldPath, rule: (name: string) => string[]): FieldError[] {
  const seen = new Set<string>()
  return list.flatMap(({ name }, index) => {
    const own = at.index(index).child('name')
    const errors = seen.has(name) ? [duplicate(own, name)] : []
    seen.add(name)
    return [...errors, ...rule(name).map((text) => invalid(own, name, text))]
  })
}
