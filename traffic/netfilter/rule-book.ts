// All rules of a node, kept Service by Service so that a change costs what changed. k8s: pkg/proxy/iptables/proxier.go
import { clusterCidr } from '../cidr.ts'
import { type EndpointSlice, type Node, type Service, addressOf, serviceNameOf } from '../objects.ts'
import { type Rule, type Table, ruleText } from './rule.ts'
import { type RuleNode, isProxied, servicePortRules } from './service-rules.ts'
import { nodePortsRule, standingChains, standingRules } from './standing-rules.ts'

/** Beyond, comments are left out. k8s: largeClusterEndpointsThreshold */
const largeClusterEndpoints = 1000

export class RuleBook {
  readonly #node: RuleNode
  readonly #comments: boolean
  readonly #services = new Map<string, Rule[]>()
  #sorted: Rule[] | undefined
  #byChain: Map<string, Rule[]> | undefined

  /** @param comments false as in a cluster of more than 1000 endpoints */
  constructor(node: RuleNode, comments = true) {
    this.#node = node
    this.#comments = comments
  }

  /** Writes, or writes anew, the rules of a Service. @param slices of this Service */
  put(service: Service, slices: EndpointSlice[]): void {
    const rules = isProxied(service)
      ? (service.spec.ports ?? []).flatMap((port) =>
          servicePortRules(service, port, slices, this.#node, this.#comments),
        )
      : []
    this.#services.set(keyOf(service), rules)
    this.#sorted = undefined
    this.#byChain = undefined
  }

  drop(service: Service): void {
    this.#services.delete(keyOf(service))
    this.#sorted = undefined
    this.#byChain = undefined
  }

  /** In the order in which iptables-save prints them: chains by name, and in each as written. */
  rules(): Rule[] {
    this.#sorted ??= [...standingRules(), ...this.#ofServices(), nodePortsRule]
    return this.#sorted
  }

  /** The rules of a chain, in the order in which they are asked. */
  chain(table: Table, name: string): Rule[] {
    this.#byChain ??= Map.groupBy(this.rules(), (rule) => `${rule.table} ${rule.chain}`)
    return this.#byChain.get(`${table} ${name}`) ?? []
  }

  /** What `iptables-save -t TABLE` prints, without its counters' history and its dates. */
  save(table: Table): string {
    const byChain = new Map<string, string[]>(standingChains[table].map(({ name }) => [name, []]))
    for (const rule of this.rules()) {
      if (rule.table !== table) continue
      const lines = byChain.get(rule.chain)
      if (lines) lines.push(ruleText(rule))
      else byChain.set(rule.chain, [ruleText(rule)])
    }
    const own = new Map(standingChains[table].map(({ name, policy }) => [name, policy]))
    const kernel = [...byChain.keys()].filter((name) => own.get(name) !== undefined)
    const others = [...byChain.keys()].filter((name) => own.get(name) === undefined).toSorted()
    const chains = [...kernel, ...others]
    return [
      `*${table}`,
      ...chains.map((name) => `:${name} ${own.get(name) ?? '-'} [0:0]`),
      ...chains.flatMap((name) => byChain.get(name)!),
      'COMMIT',
      '',
    ].join('\n')
  }

  #ofServices(): Rule[] {
    return [...this.#services].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, rules]) => rules)
  }
}

/** What the rules of a node are written from. */
export interface RuleWorld {
  nodes: Node[]
  services: Service[]
  slices: EndpointSlice[]
}

/** The rules of a node, or of one that is in no list (as outside), from the cluster's objects. */
export function ruleBookOf(world: RuleWorld, node: string): RuleBook {
  const byService = Map.groupBy(world.slices, (slice) => `${slice.metadata.namespace}/${serviceNameOf(slice)}`)
  const endpoints = world.slices.reduce((sum, slice) => sum + (slice.endpoints ?? []).length, 0)
  const book = new RuleBook(ruleNodeOf(world.nodes, node), endpoints <= largeClusterEndpoints)
  for (const service of world.services) book.put(service, byService.get(keyOf(service)) ?? [])
  return book
}

function ruleNodeOf(nodes: Node[], name: string): RuleNode {
  const node = nodes.find(({ metadata }) => metadata.name === name)
  const cidr = clusterCidr(nodes.flatMap(({ spec }) => spec?.podCIDR ?? []))
  const address = node && addressOf(node)
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone']
  return {
    name,
    ...(address === undefined ? {} : { address }),
    ...(zone === undefined ? {} : { zone }),
    ...(cidr === undefined ? {} : { clusterCidr: cidr }),
  }
}

function keyOf({ metadata }: Service): string {
  return `${metadata.namespace}/${metadata.name}`
}
