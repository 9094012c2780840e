// What a NetworkPolicy may say. k8s: pkg/apis/networking/validation/validation.go ValidateNetworkPolicySpec
import { forbidden, invalid, notSupported, path, required } from '../../api/field-errors.ts'
import type { FieldError, FieldPath } from '../../api/field-errors.ts'
import { cidrContains, networkOf, parseCidr, validateLegacyCidr, type Cidr } from '../../api/ip-address.ts'
import { hasInvalidLabelValue, validateLabelSelector } from '../../api/label-selector-validation.ts'
import { portName, portNumber } from '../../api/names.ts'
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../generated/types.ts'
import { cidrWarnings } from '../network/address-warnings.ts'

const specPath = path('spec')
const protocols = ['TCP', 'UDP', 'SCTP']
const policyTypes = ['Ingress', 'Egress']

/** What a stored policy carries from older rules, so that its updates let it pass. */
interface Tolerance {
  allowInvalidLabelValue: boolean
  cidrs: string[]
}

/** Every fault of a new or changed policy, besides its metadata's. */
export function validateNetworkPolicy({ spec = {} }: NetworkPolicy, old?: NetworkPolicy): FieldError[] {
  const tolerance: Tolerance = {
    allowInvalidLabelValue: hasInvalidLabelValue(old?.spec?.podSelector),
    cidrs: old ? blocksOf(old).flatMap(({ block }) => [block.cidr, ...(block.except ?? [])]) : [],
  }
  const errors = validateLabelSelector(spec.podSelector, specPath.child('podSelector'), tolerance)
  for (const { ports = [], peers = [], at, direction } of rulesOf({ metadata: {}, spec })) {
    errors.push(...ports.flatMap((port, index) => portErrors(port, at.child('ports').index(index))))
    errors.push(...peers.flatMap((peer, index) => peerErrors(peer, at.child(direction).index(index), tolerance)))
  }
  return [...errors, ...typeErrors(spec.policyTypes ?? [])]
}

/** Advice about ranges that are well formed for now. */
export function networkPolicyWarnings(policy: NetworkPolicy): string[] {
  return blocksOf(policy).flatMap(({ block, at }) => [
    ...cidrWarnings(at.child('cidr'), block.cidr),
    ...(block.except ?? []).flatMap((range, index) => cidrWarnings(at.child('except').index(index), range)),
  ])
}

/** Rules of both directions as one list. */
function rulesOf({ spec }: NetworkPolicy) {
  const ingress = (spec?.ingress ?? []).map(({ ports, from }, index) => {
    return { ports, peers: from, direction: 'from', at: specPath.child('ingress').index(index) }
  })
  const egress = (spec?.egress ?? []).map(({ ports, to }, index) => {
    return { ports, peers: to, direction: 'to', at: specPath.child('egress').index(index) }
  })
  return [...ingress, ...egress]
}

function blocksOf(policy: NetworkPolicy): { block: IPBlock; at: FieldPath }[] {
  return rulesOf(policy).flatMap(({ peers = [], at, direction }) =>
    peers.flatMap(({ ipBlock }, index) =>
      ipBlock ? [{ block: ipBlock, at: at.child(direction).index(index).child('ipBlock') }] : [],
    ),
  )
}

function portErrors({ protocol, port, endPort }: NetworkPolicyPort, at: FieldPath): FieldError[] {
  const endPath = at.child('endPort')
  const errors =
    protocol === undefined || protocols.includes(protocol)
      ? []
      : [notSupported(at.child('protocol'), protocol, protocols)]
  if (port === undefined) {
    if (endPort === undefined) return errors
    return [...errors, invalid(endPath, endPort, 'may not be specified when `port` is not specified')]
  }
  if (typeof port === 'string') {
    const named = portName(port).map((sentence) => invalid(at.child('port'), port, sentence))
    if (endPort === undefined) return [...errors, ...named]
    return [...errors, invalid(endPath, endPort, 'may not be specified when `port` is non-numeric'), ...named]
  }
  errors.push(...portNumber(port).map((sentence) => invalid(at.child('port'), port, sentence)))
  if (endPort === undefined) return errors
  if (endPort < port) errors.push(invalid(endPath, port, 'must be greater than or equal to `port`'))
  return [...errors, ...portNumber(endPort).map((sentence) => invalid(endPath, endPort, sentence))]
}

function peerErrors(peer: NetworkPolicyPeer, at: FieldPath, tolerance: Tolerance): FieldError[] {
  const { podSelector, namespaceSelector, ipBlock } = peer
  if (!podSelector && !namespaceSelector && !ipBlock) return [required(at, 'must specify a peer')]
  const mixed = ipBlock && (podSelector || namespaceSelector)
  return [
    ...validateLabelSelector(podSelector, at.child('podSelector'), tolerance),
    ...validateLabelSelector(namespaceSelector, at.child('namespaceSelector'), tolerance),
    ...(ipBlock ? blockErrors(ipBlock, at.child('ipBlock'), tolerance.cidrs) : []),
    ...(mixed ? [forbidden(at, 'may not specify both ipBlock and another peer')] : []),
  ]
}

function blockErrors({ cidr = '', except = [] }: Partial<IPBlock>, at: FieldPath, kept: string[]): FieldError[] {
  if (cidr === '') return [required(at.child('cidr'))]
  const range = parseCidr(cidr)
  const errors = validateLegacyCidr(at.child('cidr'), cidr, kept)
  if (!range) return errors
  const inside = except.flatMap((text, index) => {
    const own = at.child('except').index(index)
    const part = parseCidr(text)
    if (!part) return validateLegacyCidr(own, text, kept)
    return strictlyInside(range, part) ? [] : [invalid(own, text, 'must be a strict subset of `cidr`')]
  })
  return [...errors, ...inside]
}

function strictlyInside(range: Cidr, part: Cidr): boolean {
  const first = { ...part.address, bytes: networkOf(part) }
  return cidrContains(range, first) && range.prefix < part.prefix
}

function typeErrors(types: string[]): FieldError[] {
  const at = specPath.child('policyTypes')
  if (types.length > policyTypes.length) return [invalid(at, types, 'may not specify more than two policyTypes')]
  return types.flatMap((type, index) =>
    policyTypes.includes(type) ? [] : [notSupported(at.index(index), type, policyTypes)],
  )
}
