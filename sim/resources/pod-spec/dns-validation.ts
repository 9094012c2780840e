// How a pod resolves names, and what it is called itself.
// k8s: pkg/apis/core/validation/validation.go validatePodDNSConfig, ValidateHostAliases, validatePodHostName
import {
  forbidden,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import { validateLegacyIp } from '../../api/ip-address.ts'
import { byteLength, dns1123SubdomainWithUnderscore } from '../../api/names.ts'
import type { HostAlias, PodSpec } from '../../generated/types.ts'
import { validateSubdomain } from '../volume-source/rules.ts'
import { validateByRule } from './name-validation.ts'

const policies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const nameserversMax = 3
const searchPathsMax = 32
const searchCharactersMax = 2048
const hostnameBytesMax = 64

/** k8s: validateDNSPolicy */
export function validateDnsPolicy(policy: string | undefined, at: FieldPath): FieldError[] {
  if (!policy) return [required(at)]
  return policies.includes(policy) ? [] : [notSupported(at, policy, policies)]
}

/** Every fault of `dnsConfig`, which the policy `None` needs. */
export function validateDnsConfig({ dnsConfig, dnsPolicy }: PodSpec, at: FieldPath): FieldError[] {
  if (dnsPolicy === 'None' && !dnsConfig) {
    return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')]
  }
  if (!dnsConfig) return []
  const { nameservers = [], searches = [], options = [] } = dnsConfig
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    const rule = 'must provide at least one DNS nameserver when `dnsPolicy` is None'
    return [required(at.child('nameservers'), rule)]
  }
  const errors: FieldError[] = []
  if (nameservers.length > nameserversMax) {
    const rule = `must not have more than ${nameserversMax} nameservers`
    errors.push(invalid(at.child('nameservers'), nameservers, rule))
  }
  for (const [index, server] of nameservers.entries()) {
    errors.push(...validateLegacyIp(at.child('nameservers').index(index), server))
  }
  errors.push(...validateSearches(searches, at.child('searches')))
  for (const [index, option] of options.entries()) {
    if (!option.name) errors.push(required(at.child('options').index(index), 'must not be empty'))
  }
  return errors
}

function validateSearches(searches: string[], at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  if (searches.length > searchPathsMax) {
    errors.push(invalid(at, searches, `must not have more than ${searchPathsMax} search paths`))
  }
  if (byteLength(searches.join(' ')) > searchCharactersMax) {
    const rule = `must not have more than ${searchCharactersMax} characters (including spaces) in the search list`
    errors.push(invalid(at, searches, rule))
  }
  for (const [index, search] of searches.entries()) {
    if (search === '.') continue
    errors.push(...validateByRule(search.replace(/\.$/, ''), dns1123SubdomainWithUnderscore, at.index(index)))
  }
  return errors
}

/** Lines of the pod's /etc/hosts. */
export function validateHostAliases(aliases: HostAlias[], at: FieldPath): FieldError[] {
  return aliases.flatMap(({ ip, hostnames = [] }, index) => [
    ...validateLegacyIp(at.index(index).child('ip'), ip),
    ...hostnames.flatMap((name, at2) => validateSubdomain(name, at.index(index).child('hostnames').index(at2))),
  ])
}

/** @param at the spec's path. */
export function validateHostnameOverride(spec: PodSpec, at: FieldPath): FieldError[] {
  const { hostnameOverride: override, setHostnameAsFQDN, hostNetwork } = spec
  if (override === undefined) return []
  const own = at.child('hostnameOverride')
  return [
    ...(setHostnameAsFQDN ? [forbidden(own, 'may not be specified when setHostnameAsFQDN is true')] : []),
    ...(hostNetwork ? [forbidden(own, 'may not be specified when hostNetwork is true')] : []),
    ...(byteLength(override) > hostnameBytesMax ? [tooLong(own, hostnameBytesMax)] : []),
    ...validateSubdomain(override, own),
  ]
}
