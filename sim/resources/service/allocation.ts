// Gives a service its addresses and ports, and keeps or frees them when it changes. k8s: pkg/registry/core/service/storage/alloc.go
import { invalid as invalidField, path, type FieldError } from '../../api/field-errors.ts'
import { ApiError, internal, invalid } from '../../api/status.ts'
import type { Service, ServicePort, ServiceSpec } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'
import { AddressError, nextAddress, takeAddress } from './address-range.ts'
import { initFamilies } from './families.ts'
import { needsHealthCheck } from './kind.ts'
import { nodePorts, PortError, type PortOperation } from './node-ports.ts'
import { keepAllocated, syncClusterIps } from './type-change.ts'

/** Fills in addresses, families and ports of a new service, in place. Throws ApiError when what it asks for cannot be had. */
export function allocateOnCreate(service: Service, view: ClusterView): void {
  const spec = (service.spec ??= {})
  syncClusterIps(spec)
  initFamilies(service, undefined)
  allocateAddresses(service, view)
  const operation = nodePorts(view)
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') initNodePorts(service, operation)
  if (needsHealthCheck(spec)) allocateHealthCheck(spec, operation)
}

/** Brings what is allocated in line with an update, in place. Throws ApiError when what it asks for cannot be had. */
export function allocateOnUpdate(service: Service, oldService: Service, view: ClusterView): void {
  const spec = (service.spec ??= {})
  const old = oldService.spec ?? {}
  keepAllocated(spec, old)
  syncClusterIps(spec, old)
  initFamilies(service, oldService)
  if (old.type === 'ExternalName' && spec.type !== 'ExternalName') allocateAddresses(service, view)
  const operation = nodePorts(view)
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') updateNodePorts(service, old, operation)
  if (!needsHealthCheck(old) && needsHealthCheck(spec)) allocateHealthCheck(spec, operation)
}

function allocateAddresses(service: Service, view: ClusterView): void {
  const spec = service.spec!
  if (spec.type === 'ExternalName' || spec.clusterIPs?.[0] === 'None') return
  const addresses = [...(spec.clusterIPs ?? [])]
  for (const index of (spec.ipFamilies ?? []).keys()) addresses[index] = address(service, addresses[index] ?? '', view)
  spec.clusterIPs = addresses
  const [primary] = addresses
  if (primary) spec.clusterIP = primary
}

function address(service: Service, wanted: string, view: ClusterView): string {
  try {
    if (!wanted) return nextAddress(view)
    takeAddress(wanted, view)
    return wanted
  } catch (error) {
    if (!(error instanceof AddressError)) throw error
    if (!wanted) throw internal(`failed to allocate a serviceIP: ${error.message}`)
    const detail = `failed to allocate IP ${wanted}: ${error.message}`
    throw refusal(service, [invalidField('spec.clusterIPs', service.spec?.clusterIPs ?? [], detail)])
  }
}

function initNodePorts(service: Service, operation: PortOperation): void {
  const spec = service.spec!
  const ports = spec.ports ?? []
  // Ports of one number, TCP and UDP, share their node port.
  const byPort = new Map<number, number>()
  for (const [index, port] of ports.entries()) {
    if (!port.nodePort && !shouldAllocate(spec)) continue
    const shared = byPort.get(port.port)
    if (shared === undefined) {
      const wanted = ports.find((other) => other.port === port.port && other.nodePort)?.nodePort
      if (wanted) take(service, index, wanted, operation)
      port.nodePort = wanted || nextPort(operation)
      byPort.set(port.port, port.nodePort)
    } else if (!port.nodePort) port.nodePort = shared
    else if (port.nodePort !== shared) take(service, index, port.nodePort, operation)
  }
}

function updateNodePorts(service: Service, old: ServiceSpec, operation: PortOperation): void {
  const spec = service.spec!
  const held = new Set((old.ports ?? []).flatMap(({ nodePort }) => nodePort || []))
  const settled: ServicePort[] = []
  for (const [index, port] of (spec.ports ?? []).entries()) {
    if (!port.nodePort && !shouldAllocate(spec)) continue
    if (!port.nodePort) port.nodePort = nextPort(operation)
    else if (!held.has(port.nodePort)) {
      take(service, index, port.nodePort, operation)
      held.add(port.nodePort)
    }
    const twice = settled.some((other) => other.protocol === port.protocol && other.nodePort === port.nodePort)
    if (twice) throw plainError(`duplicate nodePort: {${port.protocol} ${port.nodePort}}`)
    settled.push(port)
  }
}

function shouldAllocate(spec: ServiceSpec): boolean {
  return spec.type === 'NodePort' || spec.allocateLoadBalancerNodePorts === true
}

function take(service: Service, index: number, port: number, operation: PortOperation): void {
  try {
    operation.take(port)
  } catch (error) {
    if (!(error instanceof PortError)) throw error
    const at = path('spec').child('ports').index(index).child('nodePort')
    throw refusal(service, [invalidField(at, port, error.message)])
  }
}

function nextPort(operation: PortOperation): number {
  try {
    return operation.next()
  } catch (error) {
    throw error instanceof PortError ? internal(`failed to allocate a nodePort: ${error.message}`) : error
  }
}

function allocateHealthCheck(spec: ServiceSpec, operation: PortOperation): void {
  const wanted = spec.healthCheckNodePort
  try {
    if (wanted) operation.take(wanted)
    else spec.healthCheckNodePort = operation.next()
  } catch (error) {
    if (!(error instanceof PortError)) throw error
    throw internal(
      wanted
        ? `failed to allocate requested HealthCheck NodePort ${wanted}: ${error.message}`
        : `failed to allocate a HealthCheck NodePort 0: ${error.message}`,
    )
  }
}

/** What the real server answers to an error that it has no reason for. */
function plainError(message: string): ApiError {
  return new ApiError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 })
}

function refusal(service: Service, errors: FieldError[]): Error {
  return invalid({ group: '', kind: 'Service' }, service.metadata.name ?? '', errors)
}
