// Which Ingresses are this controller's, and which pods stand behind the rule that takes a request.
import { routeOf } from '../../../../traffic/ingress/route.ts'
import { endpointSlices, ingressClasses, ingresses, services } from '../../../api/refs.ts'
import type { Context } from '../../../client/context.ts'
import type { Ingress, IngressBackend } from '../../../generated/types.ts'
import type { Address } from '../../../network/connection.ts'
import type { HttpRequest } from '../../../network/http-message.ts'

const controllerName = 'traefik.io/ingress-controller'
const className = 'traefik'

/** Is an Ingress this controller's? By its class, or by the old annotation, or because it names none. */
export function isOurs({ informers }: Context, { spec, metadata }: Ingress): boolean {
  const named = spec?.ingressClassName
  if (named !== undefined) return informers.for(ingressClasses).get('', named)?.spec?.controller === controllerName
  const annotation = metadata.annotations?.['kubernetes.io/ingress.class']
  return annotation === undefined || annotation === className
}

/** The Ingresses that are this controller's. */
export function ownIngresses(context: Context): Ingress[] {
  return context.informers
    .for(ingresses)
    .list()
    .filter((ingress) => isOurs(context, ingress))
}

/** Where a request may go: pods that are ready; or the answer of who knows no way. */
export function targetsOf(context: Context, { headers, target }: HttpRequest): Address[] | Response {
  const match = routeOf(ownIngresses(context), headers.get('host') ?? '', target.replace(/[?#].*$/, ''))
  const targets = match && backendAddresses(context, match.ingress.metadata.namespace!, match.backend)
  if (!targets) return notFound()
  return targets.length === 0 ? plain(503, 'no available server\n') : targets
}

/** Ready pods behind a backend; undefined when it names no service or port (then there is no route). */
function backendAddresses(
  { informers }: Context,
  namespace: string,
  { service: reference }: IngressBackend,
): Address[] | undefined {
  const service = reference && informers.for(services).get(namespace, reference.name)
  const wanted = reference?.port
  const port = service?.spec?.ports?.find((entry) =>
    wanted?.name ? entry.name === wanted.name : entry.port === wanted?.number,
  )
  // Names outside of the cluster are not passed on to (allowExternalNameServices is off).
  if (!service || !port || service.spec?.type === 'ExternalName') return undefined
  const slices = informers.for(endpointSlices).list(namespace)
  return slices
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === reference.name)
    .flatMap((slice) => {
      const number = slice.ports?.find((entry) => (entry.name ?? '') === (port.name ?? ''))?.port
      const ready = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false)
      return number === undefined ? [] : ready.map(({ addresses }) => ({ address: addresses[0]!, port: number }))
    })
}

export function notFound(): Response {
  return plain(404, '404 page not found\n', { 'x-content-type-options': 'nosniff' })
}

export function plain(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
}
