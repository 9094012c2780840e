// Traefik as k3s installs it: an ingress controller that watches Ingresses and passes requests on to the pods behind their services.
import { routeOf } from '../../../traffic/ingress/route.ts'
import { endpointSlices, ingressClasses, ingresses, services } from '../../api/refs.ts'
import type { Context } from '../../client/context.ts'
import type { Ingress, IngressBackend, Service } from '../../generated/types.ts'
import { ConnectError } from '../../network/connection.ts'
import type { HttpRequest } from '../../network/http-message.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const controllerName = 'traefik.io/ingress-controller'
const className = 'traefik'
const ports = { web: 8000, websecure: 8443, admin: 8080 }

const program: Program = async (process) => {
  const published = argument(process, 'providers.kubernetesingress.ingressendpoint.publishedservice')
  const stopStatus = published ? publishAddresses(process, published) : () => undefined
  const health = process.machine.host.listen(ports.admin, {
    serve: async ({ target }) => (target.startsWith('/ping') ? new Response('OK') : notFound()),
  })
  const end = (): void => {
    stopStatus()
    health?.()
  }
  process.killed.addEventListener('abort', end, { once: true })
  await process.print('INF Traefik version 3.5.1 built on 2026-08-26\n')
  const status = await serveUntilAsked(
    process,
    ports.web,
    { serve: (request, signal) => proxy(process, request, signal) },
    [signals.TERM!, signals.INT!],
  )
  end()
  return status
}

export const traefik = defineImage({
  names: ['docker.io/rancher/mirrored-library-traefik', 'docker.io/library/traefik'],
  digest: 'sha256:c3d1b5a0c19bb9dd6b7b8bd5a43ff06bd4f9e4a9ed0e4f4cf97bb0a6c3ab7b9e',
  sizeBytes: 50_124_883,
  memoryMiB: 28,
  entrypoint: ['/entrypoint.sh'],
  command: ['traefik'],
  user: 65_532,
  programs: { traefik: program },
  tree: (nowMs) => treeWith(nowMs, { '/entrypoint.sh': { program: 'traefik' } }),
})

/** The value of `--name=value`. */
function argument(process: Process, name: string): string | undefined {
  const prefix = `--${name}=`
  return process.args.find((word) => word.toLowerCase().startsWith(prefix))?.slice(prefix.length)
}

/** Is an Ingress this controller's? By its class, or by the old annotation, or because it names none. */
function isOurs({ informers }: Context, { spec, metadata }: Ingress): boolean {
  const named = spec?.ingressClassName
  if (named !== undefined) return informers.for(ingressClasses).get('', named)?.spec?.controller === controllerName
  const annotation = metadata.annotations?.['kubernetes.io/ingress.class']
  return annotation === undefined || annotation === className
}

async function proxy(process: Process, request: HttpRequest, signal: AbortSignal): Promise<Response> {
  const { context, host } = process.machine
  const hostHeader = request.headers.get('host') ?? ''
  const all = context.informers
    .for(ingresses)
    .list()
    .filter((ingress) => isOurs(context, ingress))
  const match = routeOf(all, hostHeader, request.target.replace(/[?#].*$/, ''))
  const targets = match && backendAddresses(context, match.ingress.metadata.namespace!, match.backend)
  if (!targets) return notFound()
  if (targets.length === 0) return plain(503, 'no available server\n')
  const target = targets[nextTurn(process, targets.length)]!
  const headers = new Headers(request.headers)
  headers.set('x-forwarded-for', [headers.get('x-forwarded-for'), request.from].filter(Boolean).join(', '))
  headers.set('x-forwarded-host', hostHeader)
  headers.set('x-forwarded-port', '80')
  headers.set('x-forwarded-proto', 'http')
  headers.set('x-forwarded-server', host.hostname)
  headers.set('x-real-ip', request.from)
  try {
    return await host.http(target.address, target.port, { ...request, headers }, signal)
  } catch (error) {
    if (error instanceof ConnectError && error.code === 'ETIMEDOUT' && !signal.aborted)
      return plain(504, 'Gateway Timeout')
    return signal.aborted ? plain(499, 'Client Closed Request') : plain(502, 'Bad Gateway')
  }
}

const turns = new WeakMap<object, number>()

/** Round robin over whatever is there. */
function nextTurn({ machine }: Process, count: number): number {
  const turn = (turns.get(machine) ?? -1) + 1
  turns.set(machine, turn)
  return turn % count
}

/** Ready pods behind a backend; undefined when it names no service or port (then there is no route). */
function backendAddresses({ informers }: Context, namespace: string, { service: reference }: IngressBackend) {
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

function notFound(): Response {
  return plain(404, '404 page not found\n', { 'x-content-type-options': 'nosniff' })
}

function plain(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
}

/** Keeps the addresses of the controller's own Service in the status of its Ingresses, until the function returned is called. */
function publishAddresses({ machine }: Process, published: string): () => void {
  const { context } = machine
  const [namespace = '', name = ''] = published.split('/')
  const serviceCache = context.informers.for(services)
  const ingressCache = context.informers.for(ingresses)

  async function publish(ingress: Ingress): Promise<void> {
    const given = serviceCache.get(namespace, name)?.status?.loadBalancer?.ingress?.map(({ ip, hostname }) => ({
      ...(ip ? { ip } : {}),
      ...(hostname ? { hostname } : {}),
    }))
    if (!given || !isOurs(context, ingress)) return
    if (JSON.stringify(ingress.status?.loadBalancer?.ingress ?? []) === JSON.stringify(given)) return
    await context.client.updateStatus(ingresses, { ...ingress, status: { loadBalancer: { ingress: given } } })
  }

  const tell = (ingress: Ingress): void => void publish(ingress).catch(() => undefined)
  const all = (service: Service): void => {
    if (service.metadata.name === name && service.metadata.namespace === namespace) ingressCache.list().forEach(tell)
  }
  const ends = [ingressCache.on({ added: tell, updated: tell }), serviceCache.on({ added: all, updated: all })]
  return () => ends.forEach((end) => end())
}
