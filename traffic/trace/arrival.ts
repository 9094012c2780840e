// After the rules: policies, the pod, its process, and an Ingress controller that passes the request on.
import { policyVerdicts } from '../policy.ts'
import { routeOf } from '../ingress/route.ts'
import { type Ingress, type IngressBackend, type Node, type Pod, type Service, addressOf } from '../objects.ts'
import type { Hop, Trace, TraceRequest } from './trace.ts'
import { type Origin, type TraceFrom, type TraceWorld, nodeAt, podAt } from './world.ts'

interface Arrival {
  hops: Hop[]
  process?: NonNullable<Trace['process']>
  /** An Ingress controller's own request to a backend. */
  relay?: { from: TraceFrom; request: Partial<TraceRequest> }
}

/** @param masqueradedBy the node that the packet seems to come from. */
export function arrive(
  world: TraceWorld,
  origin: Origin,
  to: { address: string; port: number },
  request: TraceRequest,
  masqueradedBy: Node | undefined,
): Arrival {
  const pod = podAt(to.address, world)
  if (!pod) return { hops: [nobody(world, to)] }
  const policies = policyHop(world, { origin, masqueradedBy }, pod, { ...to, protocol: request.protocol ?? 'TCP' })
  if (policies && policies.verdict !== 'on') return { hops: [policies] }
  const hops = [...(policies ? [policies] : []), podHop(origin, pod)]
  const process = processHop(pod, to)
  if (process.verdict !== 'answered') return { hops: [...hops, process] }
  const { name, namespace = 'default' } = pod.metadata
  if (isController(pod, world)) {
    const { hop, relay } = ingressHop(world, pod, request)
    return { hops: [...hops, hop], ...(relay ? { relay } : {}) }
  }
  return { hops: [...hops, process], process: { namespace, pod: name, port: to.port } }
}

function nobody(world: TraceWorld, { address, port }: { address: string; port: number }): Hop {
  const node = nodeAt(address, world)
  if (node) {
    const says = `Ninguna regla lleva el puerto ${port} de ${node.metadata.name} a un Service; lo que conteste ahí será un programa del propio nodo.`
    return { at: 'pod', title: `el nodo ${node.metadata.name}`, says, verdict: 'refused' }
  }
  return { at: 'pod', title: address, says: `Ningún pod tiene ya la dirección ${address}.`, verdict: 'silent' }
}

function policyHop(
  world: TraceWorld,
  { origin, masqueradedBy }: { origin: Origin; masqueradedBy: Node | undefined },
  pod: Pod,
  to: { address: string; port: number; protocol: string },
): Hop | undefined {
  const from = {
    address: origin.address,
    ...(origin.pod ? { pod: origin.pod } : {}),
    ...(!origin.pod && origin.node ? { node: origin.node.metadata.name } : {}),
  }
  // On the pod's own node the policies are asked before the address is changed.
  const changed = masqueradedBy && masqueradedBy.metadata.name !== pod.spec.nodeName ? masqueradedBy : undefined
  const seen = changed ? { address: addressOf(changed) ?? '', node: changed.metadata.name } : from
  const verdicts = policyVerdicts(world, from, { ...to, pod }, seen)
  if (verdicts.length === 0) return undefined
  const denied = verdicts.find(({ allowed }) => !allowed)
  const title = `NetworkPolicy ${(denied ?? verdicts[0]!).policies.join(', ')}`
  if (!denied) {
    return {
      at: 'policy',
      title,
      says: `Deja pasar de ${origin.title} a ${pod.metadata.name}:${to.port}.`,
      verdict: 'on',
    }
  }
  const says =
    denied.direction === 'Egress'
      ? `Aísla la salida de ${denied.pod}, y ninguna de sus reglas deja ir a ${pod.metadata.name}:${to.port}: el paquete se tira sin contestar.`
      : `Aísla la entrada de ${denied.pod}, y ninguna de sus reglas deja entrar desde ${origin.title} al puerto ${to.port}: el paquete se tira sin contestar.`
  return { at: 'policy', title, says, verdict: 'silent' }
}

function podHop(origin: Origin, pod: Pod): Hop {
  const { nodeName } = pod.spec
  const away =
    origin.node && nodeName !== origin.node.metadata.name
      ? ` Está en otro nodo, ${nodeName}: el paquete cruza la VLAN de kubernetes.`
      : ` Está en ${nodeName}.`
  return { at: 'pod', title: `el pod ${pod.metadata.name}`, says: `${pod.status?.podIP}.${away}`, verdict: 'on' }
}

function processHop(pod: Pod, { port }: { port: number }): Hop {
  const containers = pod.spec.containers
  const owner = containers.find(({ ports = [] }) => ports.some(({ containerPort }) => containerPort === port))
  const title = `el proceso de ${pod.metadata.name}`
  const refused = (says: string): Hop => ({ at: 'process', title, says, verdict: 'refused' })
  const running = (pod.status?.containerStatuses ?? []).filter(({ state }) => state?.running !== undefined)
  if (running.length === 0)
    return refused(`En ${pod.metadata.name} no hay ningún contenedor en marcha: nadie escucha en el puerto ${port}.`)
  if (owner && !running.some(({ name }) => name === owner.name)) {
    return refused(`El contenedor ${owner.name}, que es el del puerto ${port}, no está en marcha.`)
  }
  const declared = containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort))
  const doubt =
    owner || declared.length === 0
      ? ''
      : ` Ojo: sus contenedores declaran ${declared.join(', ')}, no ${port}; si nadie escucha ahí, contestará «conexión rechazada».`
  const who = owner ? `el contenedor ${owner.name} (${owner.image})` : pod.metadata.name
  return { at: 'process', title, says: `${pod.status?.podIP}:${port}, ${who}.${doubt}`, verdict: 'answered' }
}

function ingressHop(
  world: TraceWorld,
  pod: Pod,
  { to, host = to, path = '/' }: TraceRequest,
): { hop: Hop; relay?: NonNullable<Arrival['relay']> } {
  const hop = { at: 'ingress', title: `el Ingress controller ${pod.metadata.name}` } as const
  const route = routeOf(attended(pod, world), host, path)
  if (!route) {
    const says = `Ningún Ingress tiene una regla para ${host}${path}: contesta 404.`
    return { hop: { ...hop, says, verdict: 'refused' } }
  }
  const { ingress } = route
  const target = backendOf(ingress, route.backend, world)
  const rule = `${route.host ?? '(cualquier nombre)'} ${route.path?.path ?? '(por defecto)'}`
  if (typeof target === 'string') {
    return {
      hop: { ...hop, says: `La regla ${rule} del Ingress ${ingress.metadata.name}: ${target}`, verdict: 'refused' },
    }
  }
  const { name, namespace = 'default' } = target.service.metadata
  const says = `La regla ${rule} del Ingress ${ingress.metadata.name} lo pasa a ${name}:${target.port}, y el controlador abre otra conexión.`
  const from: TraceFrom = { kind: 'pod', namespace: pod.metadata.namespace ?? 'default', name: pod.metadata.name }
  const request = { to: `${name}.${namespace}.svc.cluster.local`, port: target.port, host, path }
  return { hop: { ...hop, says, verdict: 'on' }, relay: { from, request } }
}

function backendOf(
  { metadata }: Ingress,
  { service: wanted }: IngressBackend,
  { services }: TraceWorld,
): { service: Service; port: number } | string {
  const service = services.find(
    (each) => each.metadata.name === wanted?.name && each.metadata.namespace === metadata.namespace,
  )
  if (!service) return `apunta al Service ${wanted?.name}, que no existe en su namespace: contesta 503.`
  const { name, number } = wanted?.port ?? {}
  const port = service.spec.ports?.find((each) => (name === undefined ? each.port === number : each.name === name))
  if (!port) return `apunta al puerto ${name ?? number} de ${wanted?.name}, que no lo tiene: contesta 503.`
  return { service, port: port.port }
}

/** Ingresses of the classes whose controller this pod is, or of none where a class is the default. */
function attended(pod: Pod, { ingresses, classes }: TraceWorld): Ingress[] {
  const own = classes.filter((each) => runs(pod, each.spec?.controller ?? ''))
  const isDefault = own.some(
    ({ metadata }) => metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true',
  )
  return ingresses.filter(({ metadata, spec }) => {
    const named = spec.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class']
    return named === undefined ? isDefault : own.some((each) => each.metadata.name === named)
  })
}

function isController(pod: Pod, { classes }: TraceWorld): boolean {
  return classes.some(({ spec }) => runs(pod, spec?.controller ?? ''))
}

/** `traefik.io/ingress-controller` runs in images of traefik, `k8s.io/ingress-nginx` in those of ingress-nginx. */
function runs({ spec }: Pod, controller: string): boolean {
  const [domain = '', name = ''] = controller.split('/')
  const vendor = domain.split('.')[0]!
  return spec.containers.some(({ image = '' }) => {
    if (name !== '' && name !== 'ingress-controller' && image.includes(name)) return true
    // A vendor's image alone can be its web server: nginx is.
    return vendor === 'traefik' ? image.includes(vendor) : image.includes(vendor) && image.includes('ingress')
  })
}
