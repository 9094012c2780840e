// Where a cluster's ingress controller takes requests, whatever its name.
import type { Service } from '../diagnose/objects.ts'
import type { ClusterReader } from './grader.ts'

export interface Door {
  namespace: string
  service: string
  port: number
}

/** Names under which the usual controllers are installed, k3s' own first. */
const usual = ['traefik', 'ingress-nginx-controller', 'haproxy-kubernetes-ingress', 'contour-envoy']

/** The controller's Service with its plain HTTP port; undefined when the cluster has no controller. */
export async function ingressDoor(cluster: ClusterReader): Promise<Door | undefined> {
  const services = await cluster.list<Service>('v1', 'Service')
  for (const name of usual) {
    const service = services.find(({ metadata }) => metadata.name === name)
    const port = service?.spec.ports?.find(({ port: number }) => number === 80)
    if (service && port) return { namespace: service.metadata.namespace ?? 'default', service: name, port: port.port }
  }
  return undefined
}
