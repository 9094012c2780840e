// Judges metallb: a speaker on every node, the addresses that the controller gave, and who answers for them.
import { fieldIs } from '../../graders/checks/field-is.ts'
import { podOnEveryNode } from '../../graders/checks/pod-on-every-node.ts'
import { podsReady } from '../../graders/checks/pods-ready.ts'
import { defineGrader, type Observe } from '../../graders/grader.ts'

interface Event {
  involvedObject: { kind?: string; name?: string }
  reason?: string
  message?: string
}

export default defineGrader([
  {
    id: 'controller',
    title: 'El controller está en marcha',
    task: 1,
    withinMs: 30_000,
    observe: podsReady({ namespace: 'metallb-system', deployment: 'controller', pods: 1 }),
  },
  {
    id: 'speaker-en-cada-nodo',
    title: 'Hay un speaker en cada nodo',
    task: 1,
    withinMs: 30_000,
    observe: podOnEveryNode({ daemonSet: 'speaker', namespace: 'metallb-system' }),
  },
  {
    id: 'proxy-con-ip',
    title: '`nginx-ingress` tiene la 192.168.1.50',
    task: 2,
    // MetalLB looks once a second.
    withinMs: 15_000,
    observe: addressOf('nginx-ingress', '192.168.1.50'),
  },
  {
    id: 'alguien-la-anuncia',
    title: 'Un nodo contesta por la IP de `nginx-ingress`',
    task: 3,
    withinMs: 15_000,
    observe: announced('nginx-ingress'),
  },
  {
    id: 'informes-con-su-ip',
    title: '`informes` tiene la IP que pide',
    task: 4,
    withinMs: 15_000,
    observe: addressOf('informes', '192.168.1.55'),
  },
])

function addressOf(name: string, value: string): Observe {
  return fieldIs({ apiVersion: 'v1', kind: 'Service', name, field: 'status.loadBalancer.ingress.0.ip', value })
}

/** Who answers for an address says so on its Service: the only trace of it in the API. */
function announced(service: string): Observe {
  return async (cluster) => {
    const events = await cluster.list<Event>('v1', 'Event', 'default')
    const said = events.find(
      ({ involvedObject: { kind, name }, reason }) =>
        kind === 'Service' && name === service && reason === 'nodeAssigned',
    )
    return {
      object: `service/${service}`,
      field: 'eventos',
      expected: 'announcing from node …',
      observed: said?.message ?? '(ninguno)',
      ...(said ? {} : { because: 'El servicio puede tener su IP, pero nadie la anuncia en la red.' }),
      holds: said !== undefined,
    }
  }
}
