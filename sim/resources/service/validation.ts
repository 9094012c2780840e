// What a service may say. k8s: pkg/apis/core/validation/validation.go validateService
import { duplicate, forbidden, invalid, notSupported, path, required, type FieldError } from '../../api/field-errors.ts'
import { validateLegacyIp } from '../../api/ip-address.ts'
import { validateLabels } from '../../api/label-selector-validation.ts'
import { dns1123Subdomain, portName, portNumber } from '../../api/names.ts'
import type { Service, ServicePort, ServiceSpec } from '../../generated/types.ts'
import { validateEndpointIp } from '../network/endpoint-address.ts'
import { validateAppProtocol, validatePortLabel, validatePortNumber, validateProtocol } from '../network/port-rules.ts'
import { validateClusterIps } from './cluster-ips-validation.ts'
import { isHeadless } from './kind.ts'
import { validateLoadBalancer } from './load-balancer-validation.ts'
import { validateTraffic } from './traffic-validation.ts'

const specPath = path('spec')
const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const affinities = ['ClientIP', 'None']
const affinitySecondsMax = 86_400
const topologyHints = 'service.kubernetes.io/topology-aware-hints'
const topologyMode = 'service.kubernetes.io/topology-mode'

/** Every fault of a new or changed service, besides its metadata's. @param old what stands: its addresses stay valid. */
export function validateService(service: Service, old?: Service): FieldError[] {
  const spec = service.spec ?? {}
  return [
    ...topologyErrors(service),
    ...typeErrors(spec),
    ...portErrors(spec),
    ...validateLabels(spec.selector, specPath.child('selector')),
    ...affinityErrors(spec),
    ...validateClusterIps(spec, old?.spec),
    ...externalIpErrors(spec, old?.spec),
    ...(types.includes(spec.type ?? '') ? [] : [notSupported(specPath.child('type'), spec.type ?? '', types)]),
    ...nodePortErrors(spec),
    ...duplicatePorts(spec.ports ?? []),
    ...validateLoadBalancer(service, old),
    ...validateTraffic(spec),
  ]
}

function topologyErrors({ metadata: { annotations = {} } }: Service): FieldError[] {
  const mode = annotations[topologyMode]
  const hints = annotations[topologyHints]
  if (mode === undefined || hints === undefined || mode === hints) return []
  const sentence = `must match annotations[${topologyHints}] when both are specified`
  return [invalid(path('metadata').child('annotations').key(topologyMode), mode, sentence)]
}

function typeErrors(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  if (!spec.ports?.length && !isHeadless(spec) && spec.type !== 'ExternalName')
    errors.push(required(specPath.child('ports')))
  if ((spec.type === 'LoadBalancer' || spec.type === 'NodePort') && isHeadless(spec)) {
    const sentence = `may not be set to 'None' for ${spec.type} services`
    errors.push(invalid(specPath.child('clusterIPs').index(0), spec.clusterIPs?.[0], sentence))
  }
  return spec.type === 'ExternalName' ? [...errors, ...externalNameErrors(spec)] : errors
}

function externalNameErrors(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  const sentence = 'may not be set for ExternalName services'
  if (spec.clusterIPs?.length) errors.push(forbidden(specPath.child('clusterIPs'), sentence))
  if (spec.ipFamilies?.length) errors.push(forbidden(specPath.child('ipFamilies'), sentence))
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbidden(specPath.child('ipFamilyPolicy'), sentence))
  const name = (spec.externalName ?? '').replace(/\.$/, '')
  const at = specPath.child('externalName')
  if (name === '') return [...errors, required(at)]
  return [...errors, ...dns1123Subdomain(name).map((fault) => invalid(at, name, fault))]
}

function portErrors(spec: ServiceSpec): FieldError[] {
  const ports = spec.ports ?? []
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    const at = specPath.child('ports').index(index)
    const name = port.name ?? ''
    const errors: FieldError[] = []
    if (name !== '') {
      errors.push(...validatePortLabel(name, at.child('name')))
      if (names.has(name)) errors.push(duplicate(at.child('name'), name))
      names.add(name)
    } else if (ports.length > 1) errors.push(required(at.child('name')))
    const target = port.targetPort ?? 0
    const faults = typeof target === 'number' ? portNumber(target) : portName(target)
    return [
      ...errors,
      ...validatePortNumber(port.port, at.child('port')),
      ...validateProtocol(port.protocol, at.child('protocol')),
      ...faults.map((fault) => invalid(at.child('targetPort'), target, fault)),
      ...validateAppProtocol(port.appProtocol, at.child('appProtocol')),
    ]
  })
}

function affinityErrors({ sessionAffinity = '', sessionAffinityConfig: config }: ServiceSpec): FieldError[] {
  const at = specPath.child('sessionAffinity')
  const configPath = specPath.child('sessionAffinityConfig')
  if (sessionAffinity === '') return [required(at)]
  if (!affinities.includes(sessionAffinity)) return [notSupported(at, sessionAffinity, affinities)]
  if (sessionAffinity === 'None') {
    return config ? [forbidden(configPath, 'must not be set when session affinity is None')] : []
  }
  const seconds = config?.clientIP?.timeoutSeconds ?? 0
  if (seconds > 0 && seconds <= affinitySecondsMax) return []
  const sentence = `must be greater than 0 and less than ${affinitySecondsMax}`
  return [invalid(configPath.child('clientIP').child('timeoutSeconds'), seconds, sentence)]
}

function externalIpErrors(spec: ServiceSpec, old: ServiceSpec | undefined): FieldError[] {
  return (spec.externalIPs ?? []).flatMap((ip, index) => {
    const at = specPath.child('externalIPs').index(index)
    const errors = validateLegacyIp(at, ip, old?.externalIPs ?? [])
    return errors.length > 0 ? errors : validateEndpointIp(ip, at)
  })
}

function nodePortErrors(spec: ServiceSpec): FieldError[] {
  const ports = spec.ports ?? []
  const at = (index: number) => specPath.child('ports').index(index).child('nodePort')
  const errors: FieldError[] = []
  if (spec.type === 'ClusterIP') {
    for (const [index, { nodePort }] of ports.entries()) {
      if (nodePort) errors.push(forbidden(at(index), "may not be used when `type` is 'ClusterIP'"))
    }
  }
  const seen = new Set<string>()
  for (const [index, { nodePort, protocol }] of ports.entries()) {
    if (!nodePort) continue
    if (seen.has(`${protocol}/${nodePort}`)) errors.push(duplicate(at(index), nodePort))
    seen.add(`${protocol}/${nodePort}`)
  }
  return errors
}

function duplicatePorts(ports: ServicePort[]): FieldError[] {
  const seen = new Set<string>()
  return ports.flatMap(({ protocol = '', port }, index) => {
    const twice = seen.has(`${protocol}/${port}`)
    seen.add(`${protocol}/${port}`)
    if (!twice) return []
    // The server prints its own struct of what counts, with the rest empty.
    const shown = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 }
    return [duplicate(specPath.child('ports').index(index), shown)]
  })
}
