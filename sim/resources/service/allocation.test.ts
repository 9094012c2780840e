// Addresses and ports of services: given, asked for, refused, kept and freed, as a real API server (1.35.1) did with the same requests.
import { beforeEach, expect, test } from 'vitest'
import { decodeValue } from '../../api/decode/decode.ts'
import type { KubeObject } from '../../api/object.ts'
import { ApiError } from '../../api/status.ts'
import { fakeClock } from '../../clock.ts'
import type { Service, ServiceSpec } from '../../generated/types.ts'
import { seededRandom } from '../../random.ts'
import type { Api, Target } from '../../server/api.ts'
import { createApi } from '../../server/api-server.ts'
import { createStore } from '../../store/store.ts'
import { namespaceStrategy } from '../namespaces.ts'
import type { ResourceStrategy } from '../resource.ts'
import { serviceStrategy } from '../services.ts'

const strategy = serviceStrategy as ResourceStrategy
const { ref, type } = strategy
let api: Api

beforeEach(() => {
  const store = createStore<KubeObject>({
    historyMax: 100,
    onListenerError: (error) => {
      throw error
    },
  })
  api = createApi({ store, clock: fakeClock(), random: seededRandom(1) })
  const namespace = { strategy: namespaceStrategy as ResourceStrategy, namespace: '', name: '', subresource: '' }
  api.create(namespace, { metadata: { name: 'default' } }, {})
})

function target(name: string): Target {
  return { strategy, namespace: 'default', name, subresource: '' }
}

function create(name: string, spec: ServiceSpec, dryRun = false): ServiceSpec {
  const manifest = { metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } }
  const { object } = decodeValue(manifest, { ...ref, type })
  return (api.create(target(''), object, { dryRun }) as Service).spec!
}

function patch(name: string, spec: { [field in keyof ServiceSpec]?: ServiceSpec[field] | null }): ServiceSpec {
  return (api.patch(target(name), 'merge', { spec }, {}).object as Service).spec!
}

function refusalOf(run: () => unknown): { code: number; message: string } {
  try {
    run()
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('nothing was refused')
}

test('a service gets an address beyond those kept for whoever asks by name', () => {
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = create('web', {})
  const [a, b, c] = clusterIP!.split('.').map(Number)
  expect([a, b]).toEqual([10, 43])
  expect(c).toBeGreaterThan(0)
  expect({ clusterIPs, ipFamilies, ipFamilyPolicy }).toEqual({
    clusterIPs: [clusterIP],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
  })
})

test('no two services share an address', () => {
  const given = Array.from({ length: 60 }, (_, index) => create(`s${index}`, {}).clusterIP)
  expect(new Set(given).size).toBe(60)
})

test.each([
  ['10.43.0.1', 'provided IP is already allocated'],
  ['10.44.0.1', 'the provided network does not match the current range'],
  ['10.43.0.0', 'the provided network does not match the current range'],
  ['10.43.255.255', 'the provided network does not match the current range'],
])('%s cannot be had: %s', (ip, why) => {
  create('kubernetes', { clusterIP: '10.43.0.1' })
  expect(refusalOf(() => create('web', { clusterIP: ip }))).toEqual({
    code: 422,
    message: `Service "web" is invalid: spec.clusterIPs: Invalid value: ["${ip}"]: failed to allocate IP ${ip}: ${why}`,
  })
})

test('an address of the other family is none of this cluster', () => {
  expect(refusalOf(() => create('web', { clusterIP: 'fd00::1' })).message).toBe(
    'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster',
  )
})

test('a dry run proposes what the real one proposes, and looks at the range only', () => {
  create('kubernetes', { clusterIP: '10.43.0.1' })
  const spec = create('web', { type: 'NodePort', ports: [{ port: 80 }, { port: 81 }].map(named) }, true)
  expect(spec.clusterIP).toBe('10.43.0.0')
  expect(spec.ports!.map(({ nodePort }) => nodePort)).toEqual([32769, 32770])
  expect(create('web', { clusterIP: '10.43.0.1' }, true).clusterIP).toBe('10.43.0.1')
  expect(refusalOf(() => create('web', { clusterIP: '10.96.0.1' }, true)).message).toBe(
    'Service "web" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: the provided IP (10.96.0.1) is not in the valid range. The range of valid IPs is 10.43.0.0/16',
  )
})

function named<T extends { port: number }>(port: T): T & { name: string } {
  return { ...port, name: `p${port.port}` }
}

test.each([
  [80, 'provided port is not in the valid range. The range of valid ports is 30000-32767'],
  [31777, 'provided port is already allocated'],
])('node port %d cannot be had: %s', (nodePort, why) => {
  create('first', { type: 'NodePort', ports: [{ port: 80, nodePort: 31777 }] })
  const message = refusalOf(() => create('web', { type: 'NodePort', ports: [{ port: 80, nodePort }] })).message
  expect(message).toBe(`Service "web" is invalid: spec.ports[0].nodePort: Invalid value: ${nodePort}: ${why}`)
})

test('TCP and UDP of one port share their node port', () => {
  const ports = [
    { name: 'a', port: 80, nodePort: 31778 },
    { name: 'b', port: 80, protocol: 'UDP' },
  ]
  expect(create('web', { type: 'NodePort', ports }).ports!.map(({ nodePort }) => nodePort)).toEqual([31778, 31778])
})

test('a health check port that is taken is an internal error, as in the real server', () => {
  create('first', { type: 'NodePort', ports: [{ port: 80, nodePort: 31777 }] })
  const spec = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 31777 }
  expect(refusalOf(() => create('web', spec))).toEqual({
    code: 500,
    message:
      'Internal error occurred: failed to allocate requested HealthCheck NodePort 31777: provided port is already allocated',
  })
})

test('a change of type drops what the new one has not and frees it for others', () => {
  create('web', { type: 'NodePort', clusterIP: '10.43.7.7', ports: [{ port: 80, nodePort: 31777 }] })
  const inside = patch('web', { type: 'ClusterIP' })
  expect(inside.clusterIP).toBe('10.43.7.7')
  expect(inside.ports).toEqual([{ protocol: 'TCP', port: 80, targetPort: 80 }])
  expect(inside.externalTrafficPolicy).toBeUndefined()
  expect(create('other', { type: 'NodePort', ports: [{ port: 80, nodePort: 31777 }] }).ports![0]!.nodePort).toBe(31777)
  expect(patch('web', { type: 'ExternalName', externalName: 'a.b' })).toEqual({
    ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
    type: 'ExternalName',
    sessionAffinity: 'None',
    externalName: 'a.b',
  })
  expect(create('third', { clusterIP: '10.43.7.7' }).clusterIP).toBe('10.43.7.7')
})

test('an update that leaves addresses and ports out keeps them', () => {
  create('web', { type: 'NodePort', clusterIP: '10.43.7.8', ports: [{ name: 'a', port: 80, nodePort: 31778 }] })
  const manifest = { metadata: { name: 'web' }, spec: { type: 'NodePort', ports: [{ name: 'a', port: 81 }] } }
  const { object } = decodeValue(manifest, { ...ref, type })
  const spec = (api.update(target('web'), object, {}).object as Service).spec!
  expect([spec.clusterIP, spec.ports![0]!.nodePort]).toEqual(['10.43.7.8', 31778])
})

test.each([
  ['10.43.7.70', '["10.43.7.70"]'],
  ['None', '["None"]'],
])('an address, once given, does not become %s', (clusterIP, shown) => {
  create('web', { clusterIP: '10.43.7.7' })
  expect(refusalOf(() => patch('web', { clusterIP })).message).toBe(
    `Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ${shown}: may not change once set`,
  )
})

test('a headless service without pods of its own says that it has both families', () => {
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = create('peers', { clusterIP: 'None' })
  expect({ clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy }).toEqual({
    clusterIP: 'None',
    clusterIPs: ['None'],
    ipFamilies: ['IPv4', 'IPv6'],
    ipFamilyPolicy: 'RequireDualStack',
  })
})
