// Service. k8s: pkg/registry/core/service/{strategy.go,storage/storage.go}
import { services } from '../api/refs.ts'
import type { Service } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { loadBalancerCell } from './network/load-balancer.ts'
import { defineResource } from './resource.ts'
import { allocateOnCreate, allocateOnUpdate } from './service/allocation.ts'
import { defaultService } from './service/defaults.ts'
import { nameIsLabel1035 } from '../api/names.ts'
import { validateLoadBalancerStatus } from './service/load-balancer-validation.ts'
import { validateServiceUpdate } from './service/update-validation.ts'
import { validateService } from './service/validation.ts'
import { serviceWarnings } from './service/warnings.ts'
import { dropWhatTheTypeLost } from './service/type-change.ts'

/** The strategy of services. */
export const serviceStrategy = defineResource<Service>({
  ref: services,
  type: 'io.k8s.api.core.v1.Service',
  createOnUpdate: true,
  defaults: defaultService,
  prepareForCreate(service, view) {
    allocateOnCreate(service, view)
    service.status = { loadBalancer: {} }
    dropInternalPolicy(service)
  },
  prepareForUpdate(service, old, view) {
    allocateOnUpdate(service, old, view)
    service.status = { ...structuredClone(old.status) }
    dropWhatTheTypeLost(service, old)
    dropInternalPolicy(service)
  },
  nameRule: nameIsLabel1035,
  validate: (service, _view, old) => validateService(service, old),
  validateUpdate: validateServiceUpdate,
  warnings: serviceWarnings,
  status: {
    prepare(service, old) {
      service.spec = { ...structuredClone(old.spec) }
    },
    validate: validateLoadBalancerStatus,
  },
  selectableFields: (service) => ({
    'spec.clusterIP': service.spec?.clusterIP ?? '',
    'spec.type': service.spec?.type ?? '',
  }),
  row: (service, { now }) => [
    service.metadata.name ?? '',
    service.spec?.type ?? '',
    service.spec?.clusterIPs?.[0] ?? '<none>',
    externalCell(service),
    portsCell(service),
    ageCell(service.metadata.creationTimestamp, now),
    selectorCell(service),
  ],
})

/** A name elsewhere has no traffic in here; a wrong policy stays to be refused. k8s: storage.go defaultOnReadInternalTrafficPolicy */
function dropInternalPolicy({ spec }: Service): void {
  if (spec?.type !== 'ExternalName') return
  if (['Cluster', 'Local'].includes(spec.internalTrafficPolicy ?? '')) delete spec.internalTrafficPolicy
}

function externalCell({ spec, status }: Service): string {
  const external = spec?.externalIPs ?? []
  if (spec?.type === 'ExternalName') return spec.externalName ?? ''
  if (spec?.type === 'LoadBalancer') {
    const given = loadBalancerCell(status?.loadBalancer?.ingress)
    return [...(given ? [given] : []), ...external].join(',') || '<pending>'
  }
  return external.join(',') || '<none>'
}

function portsCell({ spec }: Service): string {
  const ports = (spec?.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol ?? ''}` : `${port}/${protocol ?? ''}`,
  )
  return ports.join(',') || '<none>'
}

function selectorCell({ spec }: Service): string {
  const pairs = Object.entries(spec?.selector ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return pairs.map(([key, value]) => `${key}=${value}`).join(',') || '<none>'
}
