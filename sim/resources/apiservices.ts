// APIServices: group versions that other servers answer for. k8s: kube-aggregator/pkg/registry/apiservice/strategy.go
import { apiServices } from '../api/refs.ts'
import { nameIsPathSegment } from '../api/names.ts'
import type { APIService } from '../generated/types.ts'
import { validateApiService } from './api-service/validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'

/** The strategy of API services. */
export const apiServiceStrategy = defineResource<APIService>({
  ref: apiServices,
  type: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  nameRule: nameIsPathSegment,
  defaults({ spec }) {
    if (spec?.service) spec.service.port ??= 443
  },
  prepareForCreate(service, view) {
    const message = 'Local APIServices are always available'
    const available = { type: 'Available', status: 'True', reason: 'Local', message, lastTransitionTime: view.now }
    service.status = service.spec?.service ? {} : { conditions: [available] }
  },
  validate: validateApiService,
  unconditionalUpdate: false,
  status: {},
  row(service, { now }) {
    const { spec, status, metadata } = service
    const to = spec?.service
    const available = status?.conditions?.find(({ type }) => type === 'Available')
    const shown =
      available && available.status !== 'True' ? `${available.status} (${available.reason})` : available?.status
    return [
      metadata.name!,
      to ? `${to.namespace}/${to.name}` : 'Local',
      shown ?? 'Unknown',
      ageCell(metadata.creationTimestamp, now),
    ]
  },
})
