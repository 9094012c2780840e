// A rule of netfilter, and its line as `iptables-save` prints it.

export type Table = 'nat' | 'filter'

/** A condition that iptables loads a module for (`-m`). */
export type Match =
  | { module: 'comment'; text: string }
  | { module: 'protocol'; port?: number }
  | { module: 'addrtype'; side: 'src' | 'dst' }
  | { module: 'mark'; not: boolean }
  | { module: 'statistic'; endpoints: number }
  | { module: 'recent'; name: string; seconds?: number }
  | { module: 'conntrack'; states: string; not?: boolean }
  /** Counts what passes, for a metric. */
  | { module: 'nfacct'; name: string }

export type Target =
  | { to: 'jump'; chain: string }
  | { to: 'DNAT'; destination: string }
  | { to: 'MARK'; clear: boolean }
  | { to: 'MASQUERADE' | 'ACCEPT' | 'DROP' | 'REJECT' | 'RETURN' }

export interface Rule {
  table: Table
  chain: string
  source?: { cidr: string; not?: boolean }
  destination?: { cidr: string; not?: boolean }
  /** `tcp`, in lower case. */
  protocol?: string
  /** In the order in which they are asked. */
  matches: Match[]
  /** Absent for a rule that is only a comment. */
  target?: Target
}

/** The bit that marks what is to be masqueraded. k8s: --iptables-masquerade-bit, 14 */
const masqueradeMark = '0x4000'

/** The line that iptables-save prints for a rule: address, protocol, modules, target. */
export function ruleText({ chain, source, destination, protocol, matches, target }: Rule): string {
  return [
    `-A ${chain}`,
    ...(source ? [`${source.not ? '! ' : ''}-s ${source.cidr}`] : []),
    ...(destination ? [`${destination.not ? '! ' : ''}-d ${destination.cidr}`] : []),
    ...(protocol ? [`-p ${protocol}`] : []),
    ...matches.map((match) => matchText(match, protocol)),
    ...(target ? [targetText(target)] : []),
  ].join(' ')
}

/** What the kernel keeps of a probability: 31 bits, which iptables-save prints with 11 decimals. */
export function keptProbability(endpoints: number): string {
  const written = Number((1 / endpoints).toFixed(10))
  return (Math.round(written * 0x8000_0000) / 0x8000_0000).toFixed(11)
}

function matchText(match: Match, protocol: string | undefined): string {
  switch (match.module) {
    case 'comment':
      return `-m comment --comment "${match.text}"`
    case 'protocol':
      return `-m ${protocol}${match.port === undefined ? '' : ` --dport ${match.port}`}`
    case 'addrtype':
      return `-m addrtype --${match.side}-type LOCAL`
    case 'mark':
      return `-m mark ${match.not ? '! ' : ''}--mark ${masqueradeMark}/${masqueradeMark}`
    case 'statistic':
      return `-m statistic --mode random --probability ${keptProbability(match.endpoints)}`
    case 'recent': {
      const what = match.seconds === undefined ? '--set' : `--rcheck --seconds ${match.seconds} --reap`
      return `-m recent ${what} --name ${match.name} --mask 255.255.255.255 --rsource`
    }
    case 'conntrack':
      return `-m conntrack ${match.not ? '! ' : ''}--ctstate ${match.states}`
    case 'nfacct':
      // The module itself prints two spaces.
      return `-m nfacct --nfacct-name  ${match.name}`
  }
}

function targetText(target: Target): string {
  switch (target.to) {
    case 'jump':
      return `-j ${target.chain}`
    case 'DNAT':
      return `-j DNAT --to-destination ${target.destination}`
    case 'MARK':
      return `-j MARK --set-xmark ${masqueradeMark}/${target.clear ? '0x0' : masqueradeMark}`
    case 'REJECT':
      return '-j REJECT --reject-with icmp-port-unreachable'
    case 'MASQUERADE':
      return '-j MASQUERADE --random-fully'
    default:
      return `-j ${target.to}`
  }
}
