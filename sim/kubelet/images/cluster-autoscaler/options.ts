// How an autoscaler of nodes was told to work: its flags, and what a machine of the group is. Rules: cluster-autoscaler/config/flags
import { parse } from 'yaml'
import { parseQuantity, QuantityError } from '../../../api/quantity.ts'
import { textOf } from '../../../network/bytes.ts'
import type { Process } from '../../runtime/process.ts'

/** What it cannot start with, in words for its log. */
export class OptionsError extends Error {}

/** A group of machines that are all alike. */
export interface Group {
  name: string
  min: number
  max: number
  capacity: Record<string, string>
  labels: Record<string, string>
  taints: string[]
}

export interface Options {
  group: Group
  scanMs: number
  /** So long a machine must not have been needed before it goes. */
  unneededMs: number
  /** So long after the last new machine none goes. */
  delayAfterAddMs: number
  /** Share of a machine that must be asked for to keep it. */
  utilizationThreshold: number
  /** The group is brought to its minimum even when no pod waits. */
  enforceMin: boolean
}

/** The label that says to which group a node belongs. */
export const groupLabel = 'timonel.dev/grupo'

/** Throws {@link OptionsError}. */
export function readOptions(process: Process): Options {
  const flag = (name: string): string | undefined => {
    const found = process.args.find((word) => word.startsWith(`--${name}=`))
    return found?.slice(found.indexOf('=') + 1)
  }
  const nodes = flag('nodes')
  const [, min = '', max = '', name = ''] = /^(\d+):(\d+):(.+)$/.exec(nodes ?? '') ?? []
  if (name === '') throw new OptionsError(`failed to parse node group spec: wrong nodes configuration: ${nodes ?? ''}`)
  if (Number(max) < Number(min) || Number(max) < 1) {
    throw new OptionsError(`failed to parse node group spec: max size must be greater or equal to min size`)
  }
  const threshold = Number(flag('scale-down-utilization-threshold') ?? '0.5')
  if (!(threshold >= 0 && threshold <= 1))
    throw new OptionsError('scale-down-utilization-threshold must be between 0 and 1')
  return {
    group: { name, min: Number(min), max: Number(max), ...machineOf(process, flag('cloud-config'), name) },
    scanMs: duration(flag('scan-interval') ?? '10s'),
    unneededMs: duration(flag('scale-down-unneeded-time') ?? '10m'),
    delayAfterAddMs: duration(flag('scale-down-delay-after-add') ?? '10m'),
    utilizationThreshold: threshold,
    enforceMin: flag('enforce-node-group-min-size') === 'true',
  }
}

function machineOf(
  process: Process,
  file: string | undefined,
  name: string,
): Pick<Group, 'capacity' | 'labels' | 'taints'> {
  const node = file === undefined ? undefined : process.files.lookup(process.path(file))
  if (node?.kind !== 'file') throw new OptionsError(`couldn't open cloud provider configuration ${file ?? '""'}`)
  const all = parsed(textOf(node.data))
  const machine = all[name] as { labels?: Record<string, string>; taints?: string[] } & Record<string, unknown>
  if (typeof machine !== 'object' || machine === null)
    throw new OptionsError(`cloud provider configuration has no group ${JSON.stringify(name)}`)
  const { labels = {}, taints = [], ...amounts } = machine
  const capacity = Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, String(amount)]))
  for (const [resource, amount] of Object.entries(capacity)) {
    try {
      parseQuantity(amount)
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error
      throw new OptionsError(`cloud provider configuration: ${name}.${resource}: ${error.message}`)
    }
  }
  return { capacity, taints, labels: { ...labels, [groupLabel]: name } }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return (parse(text) ?? {}) as Record<string, unknown>
  } catch (error) {
    throw new OptionsError(`cloud provider configuration: ${(error as Error).message.split('\n')[0]}`)
  }
}

/** As Go reads it: `10m`, `1m30s`. */
function duration(text: string): number {
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }
  if (!/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) throw new OptionsError(`time: invalid duration ${JSON.stringify(text)}`)
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit!]!,
    0,
  )
}
