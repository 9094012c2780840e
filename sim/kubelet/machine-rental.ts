// The cloud of a cluster: rented machines with a node agent each. What is rented is written on the Node (`spec.providerID`), and so outlives us.
import { nodes } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import type { MachineOrder, Machines } from '../client/machines.ts'
import type { Node } from '../generated/types.ts'
import type { Kubelet } from './kubelet.ts'
import type { NodeSpec } from './node-status.ts'

/** From the order until the agent says its first word: what a small cloud machine takes. */
const bootMs = 30_000
const providerPrefix = 'timonel:///'
const addressesMax = 250

export interface MachineRentalOptions {
  context: Context
  /** All agents of the cluster; those of rented machines come and go in it. */
  kubelets: Kubelet[]
  create: (spec: NodeSpec) => Kubelet
}

export interface MachineRental extends Machines {
  /** Takes up the machines that were rented before, as their nodes say. Needs full caches. */
  resume(): Promise<void>
  /** Forgets what was ordered and is not up. */
  stop(): void
}

export function createMachineRental({ context, kubelets, create }: MachineRentalOptions): MachineRental {
  const { clock, client, informers } = context
  const cache = informers.for(nodes)
  const booting = new Map<string, { index: number; cancel: () => void }>()
  const indexes = new Map<string, number>()

  /** The lowest number that no machine's addresses are made of. */
  function freeIndex(): number {
    const taken = new Set([
      ...indexes.values(),
      ...kubelets.map(({ address }) => Number(address.split('.').at(-1)) - 2),
    ])
    for (let index = 0; index < addressesMax; index++) if (!taken.has(index)) return index
    throw new Error('the network has no address left for another machine')
  }

  async function up(spec: NodeSpec): Promise<void> {
    const kubelet = create(spec)
    kubelets.push(kubelet)
    await kubelet.start()
  }

  return {
    rent(order) {
      const { name } = order
      if (indexes.has(name) || kubelets.some(({ nodeName }) => nodeName === name))
        throw new Error(`machine ${name} is there already`)
      const index = freeIndex()
      indexes.set(name, index)
      const cancel = clock.after(bootMs, () => {
        booting.delete(name)
        up(specOf(order, index)).catch((error: unknown) => context.onError(`machine ${name}`, error))
      })
      booting.set(name, { index, cancel })
    },
    async giveBack(name) {
      if (!indexes.delete(name)) return
      booting.get(name)?.cancel()
      if (booting.delete(name)) return
      const at = kubelets.findIndex(({ nodeName }) => nodeName === name)
      if (at !== -1) kubelets.splice(at, 1)[0]!.stop()
      try {
        await client.delete(nodes, '', name)
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 404)) throw error
      }
    },
    rented: () => [...indexes.keys()],
    async resume() {
      for (const node of cache.list()) {
        const name = node.metadata.name!
        if (!isRented(node) || kubelets.some(({ nodeName }) => nodeName === name)) continue
        const spec = resumedSpec(node)
        indexes.set(name, Number(spec.address.split('.').at(-1)) - 2)
        await up(spec)
      }
    },
    stop() {
      for (const { cancel } of booting.values()) cancel()
      booting.clear()
    },
  }
}

function isRented({ spec }: Node): boolean {
  return spec?.providerID?.startsWith(providerPrefix) ?? false
}

function specOf({ name, labels, taints, capacity }: MachineOrder, index: number): NodeSpec {
  return {
    name,
    labels,
    taints,
    capacity,
    providerID: `${providerPrefix}${name}`,
    address: `172.18.0.${index + 2}`,
    podCIDR: `10.42.${index}.0/24`,
  }
}

/** What the machine was rented as; its Node stands already, so labels and taints are not made again. */
function resumedSpec({ metadata, spec, status }: Node): NodeSpec {
  const { cpu, memory, pods } = status?.capacity ?? {}
  const address = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address
  return {
    name: metadata.name!,
    capacity: { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}), ...(pods ? { pods } : {}) },
    providerID: spec!.providerID!,
    address: address ?? '172.18.0.250',
    podCIDR: spec?.podCIDR ?? '10.42.248.0/24',
  }
}
