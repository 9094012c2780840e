// Who of the node agents is alive. A real one renews its Lease every 10 s; here the renewals that nobody reads are only counted,
// so that a hundred days of a cluster at rest cost nothing. k8s: pkg/kubelet/kubelet.go, component-helpers/apimachinery/lease

export interface Heartbeats {
  /** From now on the node renews every 10 s. Again does nothing. */
  begin(node: string): void
  /** It renews no longer. */
  end(node: string): void
  isAlive(node: string): boolean
  /** When the node last renewed, milliseconds; undefined where it never did. */
  lastMs(node: string): number | undefined
  /** Hears the name of each node that begins or ends; returns what removes it. */
  on(listener: (node: string) => void): () => void
}

/** k8s: nodeLeaseDurationSeconds 40 × 0.25 */
const renewMs = 10_000

export function createHeartbeats(now: () => number): Heartbeats {
  const lives = new Map<string, { beganMs: number; endedMs?: number }>()
  const listeners = new Set<(node: string) => void>()
  const tell = (node: string): void => listeners.forEach((listener) => listener(node))
  return {
    begin(node) {
      const life = lives.get(node)
      if (life && life.endedMs === undefined) return
      lives.set(node, { beganMs: now() })
      tell(node)
    },
    end(node) {
      const life = lives.get(node)
      if (!life || life.endedMs !== undefined) return
      life.endedMs = now()
      tell(node)
    },
    isAlive(node) {
      const life = lives.get(node)
      return life !== undefined && life.endedMs === undefined
    },
    lastMs(node) {
      const life = lives.get(node)
      if (!life) return undefined
      const passedMs = (life.endedMs ?? now()) - life.beganMs
      return life.beganMs + Math.floor(passedMs / renewMs) * renewMs
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
