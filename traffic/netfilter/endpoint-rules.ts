// From a Service's chain to its endpoints: who is drawn with which probability, and how the address is rewritten.
import type { PortEndpoint } from '../endpoints.ts'
import { endpointChain } from './chain-name.ts'
import type { Match, Rule } from './rule.ts'
import type { PortFacts } from './service-rules.ts'

/** Of n endpoints the first is taken with 1/n, of those left the next with 1/(n-1), and the last always. */
export function dispatchRules(facts: PortFacts, chain: string, endpoints: PortEndpoint[]): Rule[] {
  const rule = (endpoint: PortEndpoint, how: Match[]): Rule => ({
    table: 'nat',
    chain,
    matches: [...commented(facts, `${facts.name} -> ${textOf(endpoint)}`), ...how],
    target: { to: 'jump', chain: chainOf(facts, endpoint) },
  })
  const seconds = facts.service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800
  return [
    ...(isSticky(facts)
      ? endpoints.map((each) => rule(each, [{ module: 'recent', name: chainOf(facts, each), seconds }]))
      : []),
    ...endpoints.map((each, at) => {
      const left = endpoints.length - at
      return rule(each, left === 1 ? [] : [{ module: 'statistic', endpoints: left }])
    }),
  ]
}

export function endpointRules(facts: PortFacts, endpoints: PortEndpoint[]): Rule[] {
  return endpoints.flatMap((endpoint): Rule[] => {
    const chain = chainOf(facts, endpoint)
    return [
      {
        table: 'nat',
        chain,
        source: { cidr: `${endpoint.address}/32` },
        matches: commented(facts, facts.name),
        target: { to: 'jump', chain: 'KUBE-MARK-MASQ' },
      },
      {
        table: 'nat',
        chain,
        protocol: facts.protocol,
        matches: [
          ...commented(facts, facts.name),
          ...(isSticky(facts) ? [{ module: 'recent', name: chain } as const] : []),
          { module: 'protocol' },
        ],
        target: { to: 'DNAT', destination: textOf(endpoint) },
      },
    ]
  })
}

function chainOf({ name, protocol }: PortFacts, endpoint: PortEndpoint): string {
  return endpointChain(name, protocol, textOf(endpoint))
}

function isSticky({ service }: PortFacts): boolean {
  return service.spec.sessionAffinity === 'ClientIP'
}

function commented({ comments }: PortFacts, text: string): Match[] {
  return comments ? [{ module: 'comment', text }] : []
}

function textOf({ address, port }: PortEndpoint): string {
  return `${address}:${port}`
}
