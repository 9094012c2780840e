// Where packets go in a cluster: its objects read once for each question; traces, a node's rules, Ingresses for proxies.
import { haproxyCfg } from '../traffic/ingress/haproxy.ts'
import { nginxConf } from '../traffic/ingress/nginx.ts'
import { arrowText, arrowsOf } from '../traffic/netfilter/arrows.ts'
import { ruleBookOf } from '../traffic/netfilter/rule-book.ts'
import type { Table } from '../traffic/netfilter/rule.ts'
import { type NetworkMap, networkMapOf, networkMapText } from '../traffic/network-map.ts'
import { type Trace, type TraceRequest, TraceError, traceOf } from '../traffic/trace/trace.ts'
import type { TraceFrom, TraceWorld } from '../traffic/trace/world.ts'
import { ClusterApi } from './cluster-api.ts'
import { CourseError } from './course-error.ts'
import { type LocalPort, localPorts } from './local-ports.ts'
import { answerOfProcess } from './process-answer.ts'

/** A node's NetFilter: as `iptables-save` prints it, and as the notes write it. */
export interface NodeRules {
  node: string
  tables: Record<Table, string>
  arrows: { service: string; text: string }[]
}

/** The cluster's Ingresses in the languages of two reverse proxies. */
export interface Proxies {
  nginx: string
  haproxy: string
}

/** The diagram of the cluster's network, to draw and to read. */
export interface DrawnNetwork extends NetworkMap {
  text: string
}

/** Answers from API objects, on every engine. Rejections are CourseError with a Spanish sentence and the way out. */
export class ClusterTraffic {
  readonly #api: ClusterApi

  constructor(kubeconfig: string) {
    this.#api = new ClusterApi(kubeconfig)
  }

  /** Follows a request; where it arrives over TCP, the process itself is asked. */
  async trace(from: TraceFrom, request: TraceRequest): Promise<Trace> {
    const world = await this.#world()
    try {
      const trace = traceOf(world, from, request)
      if (!trace.process || request.protocol === 'UDP') return trace
      return await answerOfProcess(this.#api, trace, request.path ?? '/')
    } catch (error) {
      if (!(error instanceof TraceError)) throw error
      throw new CourseError('refused', error.message, 'Elige otro sitio desde el que salir.')
    }
  }

  async rules(node: string): Promise<NodeRules> {
    const world = await this.#world()
    const found = world.nodes.find(({ metadata }) => metadata.name === node)
    if (!found) {
      const names = world.nodes.map(({ metadata }) => metadata.name).join(', ')
      throw new CourseError('refused', `No hay un nodo ${node}.`, `Nodos que hay: ${names}.`)
    }
    const book = ruleBookOf(world, node)
    const arrows = arrowsOf(world, found).map((arrow) => ({ service: arrow.service, text: arrowText(arrow) }))
    return { node, tables: { nat: book.save('nat'), filter: book.save('filter') }, arrows }
  }

  async map(): Promise<DrawnNetwork> {
    const map = networkMapOf(await this.#world())
    return { ...map, text: networkMapText(map) }
  }

  /** The ports that the cluster opens to the outside, and where they answer on this machine. */
  ports(): Promise<LocalPort[]> {
    return localPorts(this.#api)
  }

  async proxies(): Promise<Proxies> {
    const world = await this.#world()
    return { nginx: nginxConf(world), haproxy: haproxyCfg(world) }
  }

  /** All that decides where a packet goes. */
  async #world(): Promise<TraceWorld> {
    const list = async (path: string): Promise<never[]> => {
      const { status, body } = await this.#api.call('GET', path)
      if (status !== 200) {
        throw new CourseError('refused', `El cluster no deja leer ${path}.`, 'Prueba con otro usuario.')
      }
      return (body as { items: never[] }).items
    }
    const [nodes, services, slices, pods, namespaces, policies, ingresses, classes] = await Promise.all([
      list('/api/v1/nodes'),
      list('/api/v1/services'),
      list('/apis/discovery.k8s.io/v1/endpointslices'),
      list('/api/v1/pods'),
      list('/api/v1/namespaces'),
      list('/apis/networking.k8s.io/v1/networkpolicies'),
      list('/apis/networking.k8s.io/v1/ingresses'),
      list('/apis/networking.k8s.io/v1/ingressclasses'),
    ])
    return { nodes, services, slices, pods, namespaces, policies, ingresses, classes }
  }
}
