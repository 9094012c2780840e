// Says of each APIService whether the server behind it answers. k8s: kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go
import { keyOf, splitKey } from '../api/object.ts'
import { apiServices, endpointSlices, services } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import { timestamp } from '../clock.ts'
import type { APIService, EndpointSlice } from '../generated/types.ts'
import { NotYetError, watching, type Controller } from './controller.ts'
import { messageOf } from './workload/pods.ts'

/** Asks the server behind an APIService. */
export type ReachService = (service: APIService, path: string) => Promise<Response>

const resyncMs = 30_000

interface Availability {
  status: 'True' | 'False'
  reason: string
  message: string
}

/** @param reach none: nobody answers. */
export function createApiServiceAvailability(context: Context, reach: ReachService | undefined): Controller {
  const { client, informers, clock } = context
  const cache = informers.for(apiServices)
  const serviceCache = informers.for(services)
  const slices = informers.for(endpointSlices)

  function behind(namespace: string | undefined, name: string | undefined): string[] {
    const all = cache
      .list()
      .filter(({ spec }) => spec?.service?.namespace === namespace && spec?.service?.name === name)
    return all.map(keyOf)
  }

  async function availabilityOf(service: APIService): Promise<Availability> {
    const { namespace = '', name = '', port = 443 } = service.spec!.service!
    const where = `service/${name} in ${JSON.stringify(namespace)}`
    const no = (reason: string, message: string): Availability => ({ status: 'False', reason, message })
    const found = serviceCache.get(namespace, name)
    if (!found) return no('ServiceNotFound', `${where} is not present`)
    if (found.spec?.type === 'ClusterIP') {
      const servicePort = found.spec.ports?.find((one) => one.port === port)
      if (!servicePort) return no('ServicePortError', `${where} is not listening on port ${port}`)
      const own = slices.list(namespace).filter(({ metadata }) => serviceNameOf(metadata.labels) === name)
      if (own.length === 0) return no('EndpointsNotFound', `cannot find endpointslices for ${where}`)
      const portName = servicePort.name ?? ''
      if (!own.some((slice) => hasReady(slice, portName))) {
        const lacks = `have no addresses with port name ${JSON.stringify(portName)}`
        return no('MissingEndpoints', `endpointslices for ${where} ${lacks}`)
      }
    }
    const { group, version } = service.spec!
    const path = `/apis/${group}/${version}`
    const url = `https://${found.spec?.clusterIP}:${port}${path}`
    try {
      const response = await (reach ?? nobody)(service, path)
      if (response.ok) return { status: 'True', reason: 'Passed', message: 'all checks passed' }
      throw new Error(`bad status from ${url}: ${response.status}`)
    } catch (error) {
      return no('FailedDiscoveryCheck', `failing or missing response from ${url}: ${messageOf(error)}`)
    }
  }

  return {
    name: 'api-service-availability',
    watches: [
      watching(apiServices, (service) => [keyOf(service)]),
      watching(services, ({ metadata }) => behind(metadata.namespace, metadata.name)),
      watching(endpointSlices, ({ metadata }) => behind(metadata.namespace, serviceNameOf(metadata.labels))),
    ],
    resyncMs,
    resyncKeys: () => cache.list().flatMap((service) => (service.spec?.service ? [keyOf(service)] : [])),
    async sync(key) {
      const service = cache.get('', splitKey(key).name)
      if (!service?.spec?.service) return
      const available = await availabilityOf(service)
      const known = service.status?.conditions?.find(({ type }) => type === 'Available')
      const same = known?.status === available.status
      if (!same || known?.reason !== available.reason || known?.message !== available.message) {
        const lastTransitionTime = (same && known?.lastTransitionTime) || timestamp(clock.now())
        const conditions = [{ type: 'Available', ...available, lastTransitionTime }]
        await client.updateStatus(apiServices, { ...service, status: { ...service.status, conditions } })
      }
      if (available.reason === 'FailedDiscoveryCheck') throw new NotYetError(available.message)
    },
  }
}

function serviceNameOf(labels: Readonly<Record<string, string>> | undefined): string | undefined {
  return labels?.['kubernetes.io/service-name']
}

function hasReady({ endpoints, ports }: EndpointSlice, portName: string): boolean {
  const ready = (endpoints ?? []).some(({ conditions }) => conditions?.ready !== false)
  return ready && (ports ?? []).some(({ name, port }) => (name ?? '') === portName && port !== undefined)
}

async function nobody(): Promise<Response> {
  throw new Error('no server')
}
