// What evicting others would help: the second half of a refusal. Pure. k8s: pkg/scheduler/framework/preemption
import type { Pod } from '../generated/types.ts'
import { fitMessage } from './fit-message.ts'
import type { NodeRefusal } from './decision.ts'

const notHelpful = 'Preemption is not helpful for scheduling'
const noVictims = 'No preemption victims found for incoming pod'
const never = 'not eligible due to preemptionPolicy=Never.'
/** What the rule for device claims says first, of every pod. */
const noClaims = 'no new claims to deallocate, preemption: '

/** Pods all have the same priority here, so that nobody ever gives way. */
export function preemptionTail(pod: Pod, total: number, refusals: readonly NodeRefusal[]): string {
  if (pod.spec?.preemptionPolicy === 'Never') return noClaims + never
  const reasons = refusals.map(({ unresolvable }) => (unresolvable ? notHelpful : noVictims))
  return noClaims + fitMessage(total, reasons, '')
}
