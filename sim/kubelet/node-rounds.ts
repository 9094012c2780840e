// The rounds of a node agent: every ten seconds it looks at its node, and does what it has noticed since. A round in which there
// is nothing to do does not take place. k8s: --node-status-update-frequency
import type { Clock } from '../clock.ts'

export interface Rounds {
  /** Something to do in the next round after it was asked for. */
  once(act: () => void): { ask(): void; cancel(): void }
}

const roundMs = 10_000

export function createRounds(clock: Clock): Rounds {
  const beganMs = clock.now()
  return {
    once(act) {
      let cancel: (() => void) | undefined
      return {
        ask() {
          cancel ??= clock.after(roundMs - ((clock.now() - beganMs) % roundMs), () => {
            cancel = undefined
            act()
          })
        },
        cancel() {
          cancel?.()
          cancel = undefined
        },
      }
    },
  }
}
