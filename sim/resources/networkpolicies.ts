// NetworkPolicy. k8s: pkg/registry/networking/networkpolicy/strategy.go
import { networkPolicies } from '../api/refs.ts'
import type { NetworkPolicy } from '../generated/types.ts'
import { networkPolicyWarnings, validateNetworkPolicy } from './network-policy/validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'
import { selectorText } from './workload/selector-text.ts'

/** The strategy of network policies. */
export const networkPolicyStrategy = defineResource<NetworkPolicy>({
  ref: networkPolicies,
  type: 'io.k8s.api.networking.v1.NetworkPolicy',
  generation: true,
  defaults({ spec }) {
    if (!spec) return
    // A policy that names no direction is about what comes in, and about what goes out where it has rules for that.
    if (!spec.policyTypes?.length) spec.policyTypes = ['Ingress', ...(spec.egress?.length ? ['Egress'] : [])]
    for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
      for (const port of rule.ports ?? []) port.protocol ??= 'TCP'
    }
  },
  validate: (policy, _view, old) => validateNetworkPolicy(policy, old),
  warnings: networkPolicyWarnings,
  row: (policy, { now }) => [
    policy.metadata.name ?? '',
    selectorText(policy.spec?.podSelector) || '<none>',
    ageCell(policy.metadata.creationTimestamp, now),
  ],
})
