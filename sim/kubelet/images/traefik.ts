// Traefik as k3s installs it: an ingress controller that watches Ingresses and passes requests on to the pods behind their services.
import { ingresses, services } from '../../api/refs.ts'
import type { Ingress, Service } from '../../generated/types.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'
import { pairsOf } from './traefik/certificates.ts'
import { createProxy } from './traefik/proxy.ts'
import { isOurs, notFound } from './traefik/routing.ts'

const ports = { web: 8000, websecure: 8443, admin: 8080 }

const program: Program = async (process) => {
  const published = argument(process, 'providers.kubernetesingress.ingressendpoint.publishedservice')
  const stopStatus = published ? publishAddresses(process, published) : () => undefined
  const health = process.machine.host.listen(ports.admin, {
    serve: async ({ target }) => (target.startsWith('/ping') ? new Response('OK') : notFound()),
  })
  const { serve, upgrade } = createProxy(process, 'https')
  const secure = process.machine.host.listen(ports.websecure, {
    serve,
    upgrade,
    wire: 'https',
    tls: { pairs: () => pairsOf(process.machine.context), ownName: 'TRAEFIK DEFAULT CERT' },
  })
  const end = (): void => {
    stopStatus()
    health?.()
    secure?.()
  }
  process.killed.addEventListener('abort', end, { once: true })
  await process.print('INF Traefik version 3.5.1 built on 2026-08-26\n')
  const status = await serveUntilAsked(process, ports.web, createProxy(process, 'http'), [signals.TERM!, signals.INT!])
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
