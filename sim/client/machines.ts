// Machines that a cluster can rent and give back, as a cloud offers them: who asks is a program, who answers is the composition root.

/** What a machine is to be: it registers as a node of that name once it is up. */
export interface MachineOrder {
  name: string
  labels: Record<string, string>
  /** `key=value:Effect`. */
  taints: string[]
  /** Quantities by resource: cpu, memory, pods. */
  capacity: Record<string, string>
}

export interface Machines {
  /** Rents a machine; it takes as long to come up as a cloud's does. Throws for a name that is taken. */
  rent(order: MachineOrder): void
  /** Gives one back, on or not: its node is gone from the API with it. Nothing where there is none of that name. */
  giveBack(name: string): Promise<void>
  /** Names of what is rented, machines that are not up yet among them. */
  rented(): string[]
}
