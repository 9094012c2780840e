// Why a name does not answer behind an Ingress.
import type { Diagnosis } from './diagnosis.ts'
import { hostMatches, pathMatches } from './ingress-rule.ts'
import type { EndpointSlice, Ingress, IngressClass, Pod, Service } from './objects.ts'
import { whyServiceSilent } from './silent-service.ts'

/** All of the cluster's classes; the rest, of the Ingress' namespace. */
export interface IngressWorld {
  classes: IngressClass[]
  services: Service[]
  slices: EndpointSlice[]
  pods: Pod[]
}

const defaultClass = 'ingressclass.kubernetes.io/is-default-class'

/**
 * Follows a request from the name to a ready pod and says where the way ends; undefined when nothing is in the way.
 * @param ingress undefined when there is none of that name.
 */
export function whyIngressSilent(
  ingress: Ingress | undefined,
  request: { host: string; path: string },
  world: IngressWorld,
): Diagnosis | undefined {
  if (!ingress) return { because: `No hay ningún Ingress con una regla para ${request.host}.`, settled: true }
  const { name } = ingress.metadata
  const noClass = whyUnattended(ingress, world.classes)
  if (noClass) return { because: noClass, settled: true }
  const rules = ingress.spec.rules ?? []
  const rule = rules.find(({ host }) => host === undefined || hostMatches(host, request.host))
  if (!rule) {
    const hosts = rules.map(({ host }) => host ?? '(cualquiera)').join(', ') || 'ninguno'
    return {
      because: `El Ingress ${name} no tiene una regla para ${request.host}. Las que tiene son para: ${hosts}.`,
      settled: true,
    }
  }
  const path = rule.http?.paths.find((each) => pathMatches(each, request.path))
  if (!path) {
    const paths = rule.http?.paths.map((each) => `${each.path ?? '/'} (${each.pathType})`).join(', ')
    return {
      because: `El Ingress ${name} no lleva ${request.path} a ningún sitio. Las rutas que tiene: ${paths}.`,
      settled: true,
    }
  }
  const backend = path.backend.service
  return backend && whyBackendSilent(name, backend, world)
}

function whyUnattended({ metadata, spec }: Ingress, classes: IngressClass[]): string | undefined {
  const wanted = spec.ingressClassName
  if (wanted === undefined) {
    if (classes.some((each) => each.metadata.annotations?.[defaultClass] === 'true')) return undefined
    return `El Ingress ${metadata.name} no dice su ingressClassName y en el cluster no hay una clase por defecto: no lo atiende nadie.`
  }
  if (classes.some((each) => each.metadata.name === wanted)) return undefined
  const known = classes.map((each) => each.metadata.name).join(', ') || 'ninguna'
  return `El Ingress ${metadata.name} es de la clase ${wanted}, que no existe: no lo atiende nadie. Clases que hay: ${known}.`
}

function whyBackendSilent(
  ingress: string,
  backend: { name: string; port?: { name?: string; number?: number } },
  { services, slices, pods }: IngressWorld,
): Diagnosis | undefined {
  const service = services.find(({ metadata }) => metadata.name === backend.name)
  if (!service) {
    return {
      because: `El Ingress ${ingress} apunta al Service ${backend.name}, que no existe en su namespace.`,
      says: `services "${backend.name}" not found`,
      settled: true,
    }
  }
  const port = service.spec.ports?.find((each) =>
    backend.port?.name === undefined ? each.port === backend.port?.number : each.name === backend.port.name,
  )
  if (!port) {
    const ports = service.spec.ports?.map((each) => (each.name ? `${each.name} (${each.port})` : each.port)).join(', ')
    return {
      because: `El Ingress ${ingress} apunta al puerto ${backend.port?.name ?? backend.port?.number} de ${backend.name}, que escucha en ${ports}.`,
      settled: true,
    }
  }
  return whyServiceSilent(service, slices, pods)
}
