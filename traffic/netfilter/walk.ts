// A packet on its way through a node's rules: which ones it meets, and what becomes of it.
import { inCidr } from '../cidr.ts'
import { type Match, type Rule, type Table, ruleText } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

export interface Packet {
  source: string
  destination: string
  port: number
  /** `tcp` */
  protocol: string
}

/** A rule that the packet met. */
export interface Step {
  table: Table
  chain: string
  /** As iptables-save prints it. */
  rule: string
  /** `drawn`: chosen among the endpoints; `passed`: the draw went by it. */
  how: 'matches' | 'drawn' | 'passed'
}

export interface Walk {
  steps: Step[]
  /** Where the packet goes on to: its destination, rewritten or not. */
  to: { address: string; port: number }
  rewritten: boolean
  /** Its source will be the node's address. */
  masquerade: boolean
  /** How many endpoints the draw was among. */
  drawnOf: number
  /** What the filter table did with it, where it does not go on. */
  end?: 'reject' | 'drop'
}

interface Here {
  book: RuleBook
  packet: Packet & { marked: boolean }
  /** The node's own addresses. */
  own: string[]
  choice: number
  walk: Walk
}

/**
 * Follows the first packet of a connection.
 * @param choice which of the endpoints the draw takes: 0 the first; counted round.
 * @param own addresses of the node.
 */
export function walkRules(book: RuleBook, packet: Packet, own: string[], choice: number): Walk {
  const to = { address: packet.destination, port: packet.port }
  const walk: Walk = { steps: [], to, rewritten: false, masquerade: false, drawnOf: 0 }
  const here: Here = { book, packet: { ...packet, marked: false }, own, choice, walk }
  const fromHere = own.includes(packet.source)
  follow(here, 'nat', fromHere ? 'OUTPUT' : 'PREROUTING')
  const { address } = walk.to
  const chain = fromHere ? 'OUTPUT' : own.includes(address) ? 'INPUT' : 'FORWARD'
  here.packet = { ...here.packet, destination: address, port: walk.to.port }
  follow(here, 'filter', chain)
  walk.masquerade = here.packet.marked
  if (walk.end === undefined) follow(here, 'nat', 'POSTROUTING')
  return walk
}

/** True when the packet's way through this table is over. */
function follow(here: Here, table: Table, chain: string): boolean {
  const rules = here.book.chain(table, chain)
  const draw = rules.filter(isDrawn)
  const drawn = draw.length === 0 ? undefined : draw[here.choice % draw.length]
  if (drawn) here.walk.drawnOf = draw.length
  for (const rule of rules) {
    if (isDrawn(rule) && rule !== drawn) {
      here.walk.steps.push({ table, chain, rule: ruleText(rule), how: 'passed' })
      continue
    }
    if (!fits(here, rule)) continue
    here.walk.steps.push({ table, chain, rule: ruleText(rule), how: rule === drawn ? 'drawn' : 'matches' })
    const met = here.walk.steps.length
    if (act(here, rule)) return true
    // A jump into a chain where nothing matched tells nothing.
    if (rule.target?.to === 'jump' && here.walk.steps.length === met) here.walk.steps.pop()
  }
  return false
}

function act(here: Here, { table, target }: Rule): boolean {
  switch (target?.to) {
    case 'jump':
      return follow(here, table, target.chain)
    case 'DNAT': {
      const [address, port] = target.destination.split(':')
      here.walk.to = { address: address!, port: Number(port) }
      here.walk.rewritten = true
      return true
    }
    case 'MARK':
      here.packet.marked = !target.clear
      return false
    case 'REJECT':
    case 'DROP':
      here.walk.end = target.to === 'REJECT' ? 'reject' : 'drop'
      return true
    default:
      return target !== undefined
  }
}

/** A jump to an endpoint's chain that needs no memory of the client. */
function isDrawn({ matches, target }: Rule): boolean {
  const toEndpoint = target?.to === 'jump' && target.chain.startsWith('KUBE-SEP-')
  return toEndpoint && !matches.some(({ module }) => module === 'recent')
}

function fits({ packet, own }: Here, rule: Rule): boolean {
  const { source, destination, protocol } = rule
  if (source && inCidr(packet.source, source.cidr) === Boolean(source.not)) return false
  if (destination && inCidr(packet.destination, destination.cidr) === Boolean(destination.not)) return false
  if (protocol && protocol !== packet.protocol) return false
  return rule.matches.every((match) => passes(match, packet, own))
}

function passes(match: Match, packet: Packet & { marked: boolean }, own: string[]): boolean {
  switch (match.module) {
    case 'protocol':
      return match.port === undefined || match.port === packet.port
    case 'addrtype':
      return own.includes(match.side === 'src' ? packet.source : packet.destination)
    case 'mark':
      return packet.marked !== match.not
    case 'recent':
      // A first packet: nobody remembers the client. To set it always works.
      return match.seconds === undefined
    case 'conntrack':
      return match.states.split(',').includes('NEW') !== Boolean(match.not)
    default:
      return true
  }
}
