// Pods that wait bring machines, by what they ask for and not by what runs hot. Rules: cluster-autoscaler/core/scaleup/orchestrator
import { requestsOf, type Amounts } from '../../../api/pod-requests.ts'
import type { Node, Pod } from '../../../generated/types.ts'
import { freeOf, misfit, take, type GroupView, type Room } from './group.ts'

/** Rents what the waiting pods need, as far as the group may grow. True when it did. */
export async function scaleUp(room: Room): Promise<boolean> {
  const { options, recorder, status } = room
  const { group } = options
  const view = room.view()
  if (options.enforceMin && view.size < group.min) {
    await grow(room, view.size, group.min)
    return true
  }
  const { bins, placed, refused } = pack(view, Math.max(group.max - view.size, 0))
  for (const [pod, why] of refused) {
    recorder.event(pod, 'Normal', 'NotTriggerScaleUp', `pod didn't trigger scale-up: 1 ${why}`)
  }
  if (bins === 0) return false
  const size = view.size + bins
  const change = `${group.name} ${view.size}->${size} (max: ${group.max})`
  await grow(room, view.size, size)
  for (const pod of placed) recorder.event(pod, 'Normal', 'TriggeredScaleUp', `pod triggered scale-up: [{${change}}]`)
  await status.changed()
  return true
}

async function grow(room: Room, from: number, to: number): Promise<void> {
  const { machines, options, status, log } = room
  const { name, max, labels, taints, capacity } = options.group
  log(`Scale-up: setting group ${name} size to ${to}`)
  await status.tell('ScaledUpGroup', `Scale-up: setting group ${name} size to ${to} instead of ${from} (max: ${max})`)
  for (let count = from; count < to; count++) {
    machines.rent({ name: newName(room), labels, taints, capacity })
  }
  await status.tell('ScaledUpGroup', `Scale-up: group ${name} size set to ${to} instead of ${from} (max: ${max})`)
}

/** `group-1f3a9`, unlike any other. */
function newName({ machines, options, context }: Room): string {
  const taken = new Set(machines.rented())
  for (;;) {
    const digits = Math.floor(context.random() * 16 ** 5).toString(16)
    const name = `${options.group.name}-${digits.padStart(5, '0')}`
    if (!taken.has(name)) return name
  }
}

interface Packing {
  /** Machines that are needed and allowed. */
  bins: number
  /** Pods that those are for. */
  placed: Pod[]
  refused: [Pod, string][]
}

/** First fit, the hungriest first: into what is there, into what is on its way, into new machines. */
function pack(view: GroupView, allowed: number): Packing {
  const { template, places, upcoming } = view
  const room: { node: Node; free: Amounts }[] = [
    ...places,
    ...upcoming.map(() => ({ node: template, free: freeOf(template, []) })),
  ]
  const fresh: { node: Node; free: Amounts }[] = []
  const placed: Pod[] = []
  const refused: [Pod, string][] = []
  const weight = (pod: Pod): number => requestsOf(pod)['cpu'] ?? 0
  for (const pod of view.waiting.toSorted((a, b) => weight(b) - weight(a))) {
    const known = room.find(({ node, free }) => !misfit(pod, node, free))
    if (known) {
      take(known.free, pod)
      continue
    }
    const open = fresh.find(({ node, free }) => !misfit(pod, node, free))
    if (open) {
      take(open.free, pod)
      placed.push(pod)
      continue
    }
    const empty = freeOf(template, [])
    const why = misfit(pod, template, empty)
    if (why) refused.push([pod, why])
    else if (fresh.length < allowed) {
      take(empty, pod)
      fresh.push({ node: template, free: empty })
      placed.push(pod)
    } else if (fresh.length === 0) refused.push([pod, 'max node group size reached'])
  }
  return { bins: fresh.length, placed, refused }
}
