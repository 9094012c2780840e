// A rolling update: which old pods go now, and which nodes get a second one. k8s: pkg/controller/daemon/update.go rollingUpdate
import type { Pod } from '../../generated/types.ts'
import { hashLabel, isAvailable, surges, type World } from './nodes.ts'
import { fits } from './node-fit.ts'

export interface UpdateStep {
  delete: Pod[]
  /** Names of nodes. */
  create: string[]
}

interface OnNode {
  name: string
  newer?: Pod
  older?: Pod
  /** More than one of a kind: the round that tidies nodes has to act first. */
  excess: boolean
}

/** The next step; nothing for a set that waits for somebody to delete its pods. */
export function nextStep(world: World): UpdateStep {
  if (world.set.spec?.updateStrategy?.type !== 'RollingUpdate') return { delete: [], create: [] }
  const desired = world.nodes.filter((node) => fits(world.set, node).run).length
  const places = [...world.podsByNode].map(([name, pods]) => onNode(world, name, pods))
  return surges(world.set) ? surgeStep(world, places, desired) : replaceStep(world, places, desired)
}

function onNode({ hash }: World, name: string, pods: Pod[]): OnNode {
  const living = pods.filter(({ metadata }) => !metadata.deletionTimestamp)
  const newer = living.filter(({ metadata }) => metadata.labels?.[hashLabel] === hash)
  const older = living.filter(({ metadata }) => metadata.labels?.[hashLabel] !== hash)
  return {
    name,
    ...(newer[0] ? { newer: newer[0] } : {}),
    ...(older[0] ? { older: older[0] } : {}),
    excess: newer.length > 1 || older.length > 1,
  }
}

/** Old pods first, that is: delete, and the node gets a new one in the next round. */
function replaceStep(world: World, places: OnNode[], desired: number): UpdateStep {
  const most = roundedUp(world.set.spec?.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, desired)
  const broken: Pod[] = []
  const candidates: Pod[] = []
  let unavailable = 0
  for (const { newer, older, excess } of places) {
    if (excess || Boolean(newer) === Boolean(older)) unavailable++
    else if (newer) unavailable += isAvailable(world, newer) ? 0 : 1
    else if (!isAvailable(world, older!)) {
      broken.push(older!)
      unavailable++
    } else candidates.push(older!)
  }
  const room = Math.max(0, Math.max(most, 0) - unavailable)
  return { delete: [...broken, ...candidates.slice(0, room)], create: [] }
}

/** New pods first, beside the old ones. */
function surgeStep(world: World, places: OnNode[], desired: number): UpdateStep {
  const most = roundedUp(world.set.spec?.updateStrategy?.rollingUpdate?.maxSurge ?? 0, desired)
  const step: UpdateStep = { delete: [], create: [] }
  const misplaced: Pod[] = []
  const candidates: string[] = []
  let surging = 0
  let available = 0
  for (const { name, newer, older, excess } of places) {
    if (excess) {
      surging++
      continue
    }
    const counted = older ?? newer
    if (counted && isAvailable(world, counted)) available++
    if (!older) continue
    if (newer) {
      if (isAvailable(world, newer)) step.delete.push(older)
      else surging++
      continue
    }
    const node = world.nodes.find(({ metadata }) => metadata.name === name)
    const runs = node !== undefined && fits(world.set, node).run
    if (!isAvailable(world, older)) {
      if (runs) step.create.push(name)
      else step.delete.push(older)
    } else if (runs) candidates.push(name)
    else misplaced.push(older)
  }
  step.delete.push(...misplaced.slice(0, Math.max(0, available - desired)))
  step.create.push(...candidates.slice(0, Math.max(0, most - surging)))
  return step
}

function roundedUp(amount: number | string, total: number): number {
  return typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * total) / 100)
}
