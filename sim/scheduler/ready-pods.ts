// Ready pods in order: the highest priority first, and of those who has waited longest. k8s: plugins/queuesort

export interface ReadyPods {
  /** Appends a pod unless it is there. */
  add(key: string, priority: number): void
  pop(): string | undefined
  remove(key: string): void
  clear(): void
}

export function createReadyPods(): ReadyPods {
  /** There are few priorities; each has its pods in the order in which they came. */
  const byPriority = new Map<number, Set<string>>()
  const priorities = new Map<string, number>()

  function remove(key: string): void {
    const priority = priorities.get(key)
    if (priority === undefined) return
    priorities.delete(key)
    const pods = byPriority.get(priority)!
    pods.delete(key)
    if (pods.size === 0) byPriority.delete(priority)
  }

  return {
    add(key, priority) {
      if (priorities.has(key)) return
      priorities.set(key, priority)
      const pods = byPriority.get(priority)
      if (pods) pods.add(key)
      else byPriority.set(priority, new Set([key]))
    },
    pop() {
      let highest = -Infinity
      for (const priority of byPriority.keys()) highest = Math.max(highest, priority)
      const first = byPriority.get(highest)?.values().next().value
      if (first !== undefined) remove(first)
      return first
    },
    remove,
    clear() {
      byPriority.clear()
      priorities.clear()
    },
  }
}
