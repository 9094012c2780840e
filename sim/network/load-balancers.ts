// What k3s' service load balancer does: every Service of type LoadBalancer gets the nodes' addresses.
import { nodes, services } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import type { Service } from '../generated/types.ts'

/** Keeps the status of LoadBalancer Services, until the function returned is called. */
export function runLoadBalancers(context: Context): () => void {
  const serviceCache = context.informers.for(services)
  const nodeCache = context.informers.for(nodes)

  function wanted(service: Service): { ip: string; ipMode: string }[] {
    if (
      service.spec?.type !== 'LoadBalancer' ||
      (service.spec.loadBalancerClass ?? 'io.cattle/svclb') !== 'io.cattle/svclb'
    )
      return []
    const addresses = nodeCache.list().flatMap((node) => node.status?.addresses ?? [])
    return addresses
      .filter(({ type }) => type === 'InternalIP')
      .map(({ address }) => ({ ip: address, ipMode: 'VIP' }))
      .toSorted((a, b) => (a.ip < b.ip ? -1 : 1))
  }

  async function publish(service: Service): Promise<void> {
    const ingress = wanted(service)
    const given = service.status?.loadBalancer?.ingress ?? []
    if (ingress.map(({ ip }) => ip).join() === given.map(({ ip }) => ip).join()) return
    const loadBalancer = ingress.length > 0 ? { ingress } : {}
    await context.client.updateStatus(services, { ...service, status: { ...service.status, loadBalancer } })
  }

  const tell = (service: Service): void => {
    publish(service).catch((error: unknown) => error instanceof ApiError || context.onError('servicelb', error))
  }
  const ofClass = (service: Service): boolean =>
    service.spec?.type === 'LoadBalancer' || (service.status?.loadBalancer?.ingress?.length ?? 0) > 0
  const all = (): void => serviceCache.list().filter(ofClass).forEach(tell)
  const ends = [
    serviceCache.on({
      added: (service) => ofClass(service) && tell(service),
      updated: (service) => ofClass(service) && tell(service),
    }),
    nodeCache.on({
      added: all,
      updated: (node, old) => JSON.stringify(node.status?.addresses) !== JSON.stringify(old.status?.addresses) && all(),
      deleted: all,
    }),
  ]
  return () => ends.forEach((end) => end())
}
