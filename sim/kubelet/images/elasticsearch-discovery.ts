// How the nodes of an Elasticsearch cluster find each other on 9300 and agree on a master: every second each asks whom it knows, and a majority of the voters elects.
import type { Bytes } from '../../network/bytes.ts'
import { readAll } from '../../network/pipe.ts'
import type { Process } from '../runtime/process.ts'

export interface ElasticNode {
  /** node.name, unlike any other's. */
  name: string
  address: string
  roles: string[]
}

/** What a node says of itself to whoever asks on 9300. */
interface Greeting {
  cluster: string
  node: ElasticNode
  /** Those it has heard of lately: how a newcomer learns of the rest. */
  peers: ElasticNode[]
  master: string | undefined
  term: number
  /** Names of the voters, once a cluster was formed. */
  voters: string[] | undefined
}

export interface Membership {
  readonly self: ElasticNode
  /** Itself and everyone that answered the last time, by name. */
  nodes(): ElasticNode[]
  master(): string | undefined
}

export interface DiscoverySettings {
  cluster: string
  self: ElasticNode
  /** Names or addresses, with a port or not. */
  seedHosts: string[]
  /** cluster.initial_master_nodes: who votes in the first election. */
  initialMasters: string[]
  /** Told of what a log would tell. */
  tell(text: string): void
}

const port = 9300
const roundMs = 1000
const answerMs = 900
/** Who is silent for so long has left. k8s knows nothing of it: cluster.fault_detection */
const silentMs = 3000
const greetingBytesMax = 65_536

/** Opens 9300 and takes part until the process ends. Undefined when the port is taken. */
export function joinCluster(process: Process, settings: DiscoverySettings): Membership | undefined {
  const { clock, host } = process.machine
  const heard = new Map<string, { greeting: Greeting; atMs: number }>()
  let { voters, term }: Pick<Greeting, 'voters' | 'term'> = { voters: undefined, term: 0 }
  let master: string | undefined

  const greeting = (): Greeting => ({
    cluster: settings.cluster,
    node: settings.self,
    peers: alive().map(({ node }) => node),
    master,
    term,
    voters,
  })
  const alive = (): Greeting[] =>
    [...heard.values()].filter(({ atMs }) => clock.now() - atMs < silentMs).map((one) => one.greeting)

  const close = host.listen(port, {
    accept(connection) {
      void connection.output.write(JSON.stringify(greeting())).then(() => connection.output.close())
    },
  })
  if (!close) return undefined
  process.killed.addEventListener('abort', close, { once: true })

  async function addresses(): Promise<string[]> {
    const answers = await Promise.all(settings.seedHosts.map((seed) => host.resolve(seed.replace(/:\d+$/, ''))))
    const seeds = answers.flatMap((answer) => answer?.addresses ?? [])
    const known = [...heard.values()].flatMap(({ greeting: { node, peers } }) => [node, ...peers])
    const all = new Set([...seeds, ...known.map(({ address }) => address)])
    all.delete(settings.self.address)
    return [...all]
  }

  async function ask(address: string): Promise<void> {
    const found = await greetingAt(process, address)
    // One that took the address of another has its own name.
    if (found && found.cluster === settings.cluster && found.node.name !== settings.self.name)
      heard.set(found.node.name, { greeting: found, atMs: clock.now() })
  }

  function agree(): void {
    const present = alive()
    const before = master
    const formed = present.filter((one) => one.voters).toSorted((a, b) => b.term - a.term)[0]
    voters ??= formed?.voters
    if (formed && formed.term > term) ({ term, master } = formed)
    const names = new Set([settings.self.name, ...present.map(({ node }) => node.name)])
    const electors = voters ?? settings.initialMasters
    const majority = electors.filter((name) => names.has(name)).length > electors.length / 2
    if (electors.length === 0 || !majority) master = undefined
    else if (!master || !names.has(master)) elect(electors.filter((name) => names.has(name)))
    if (master !== before)
      settings.tell(
        master
          ? `master node changed {previous [${before ?? ''}], current [${master}]}, term: ${term}`
          : missing(names),
      )
  }

  // The same for all who see the same nodes: the first by name. Only it takes the office; the others hear of it.
  function elect(candidates: string[]): void {
    const [first] = candidates.toSorted((a, b) => (a < b ? -1 : 1))
    master = undefined
    if (first !== settings.self.name) return
    voters ??= settings.initialMasters
    term++
    master = first
  }

  function missing(names: Set<string>): string {
    const found = [...names].join(', ')
    return voters || settings.initialMasters.length > 0
      ? `master not discovered or elected yet, an election requires a majority of [${(voters ?? settings.initialMasters).join(', ')}], have discovered [${found}]`
      : `master not discovered yet, this node has not previously joined a bootstrapped cluster, and [cluster.initial_master_nodes] is empty on this node: have discovered [${found}]`
  }

  const rounds = (async () => {
    for (;;) {
      await process.until(addresses().then((all) => Promise.all(all.map(ask))))
      agree()
      await process.sleep(roundMs)
    }
  })()
  rounds.catch(() => undefined)
  return {
    self: settings.self,
    nodes: () => [settings.self, ...alive().map(({ node }) => node)].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    master: () => master,
  }
}

async function greetingAt(process: Process, address: string): Promise<Greeting | undefined> {
  const stop = new AbortController()
  const cancel = process.machine.clock.after(answerMs, () => stop.abort())
  try {
    const connection = await process.machine.host.connect(address, port, stop.signal)
    const text: Bytes = await readAll(connection.input, greetingBytesMax)
    connection.close()
    return JSON.parse(text) as Greeting
  } catch {
    return undefined
  } finally {
    cancel()
  }
}
