// IP families and their policy, on a cluster that has IPv4 only. k8s: pkg/registry/core/service/storage/alloc.go initIPFamilyFields
import { parseIp } from '../../api/ip-address.ts'
import { invalid as invalidField, path, type FieldError } from '../../api/field-errors.ts'
import { invalid } from '../../api/status.ts'
import type { Service, ServiceSpec } from '../../generated/types.ts'
import { validateClusterIps } from './cluster-ips-validation.ts'
import { sameList } from './kind.ts'

const specPath = path('spec')

/** Fills in `ipFamilies` and `ipFamilyPolicy` in place. Throws ApiError on what this cluster cannot give. */
export function initFamilies(service: Service, oldService: Service | undefined): void {
  const spec = service.spec!
  const old = oldService?.spec
  if (spec.type === 'ExternalName' || isSettledPreferDual(spec, old)) return
  const headlessWithoutPods = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
  spec.ipFamilyPolicy ??= old?.ipFamilyPolicy ?? (headlessWithoutPods ? 'RequireDualStack' : 'SingleStack')
  refuse(service, validateClusterIps(spec, old))
  const errors: FieldError[] = []
  if (old) errors.push(...fitOld(spec, old))
  if (spec.ipFamilyPolicy === 'SingleStack') errors.push(...tooManyForSingle(spec))
  errors.push(...familiesOfAddresses(spec))
  refuse(service, errors)
  if (headlessWithoutPods) {
    spec.ipFamilies = spec.ipFamilies?.length ? spec.ipFamilies : ['IPv4']
    if (spec.ipFamilies.length < 2 && spec.ipFamilyPolicy !== 'SingleStack') {
      spec.ipFamilies = [...spec.ipFamilies, spec.ipFamilies[0] === 'IPv4' ? 'IPv6' : 'IPv4']
    }
    return
  }
  refuse(service, notOnThisCluster(spec))
  if (!spec.ipFamilies?.length) spec.ipFamilies = ['IPv4']
}

function isSettledPreferDual(spec: ServiceSpec, old: ServiceSpec | undefined): boolean {
  if (!old || spec.ipFamilyPolicy !== 'PreferDualStack' || old.type !== spec.type) return false
  if (!['ClusterIP', 'NodePort', 'LoadBalancer'].includes(spec.type ?? '')) return false
  if (old.ipFamilyPolicy !== undefined && old.ipFamilyPolicy !== 'PreferDualStack') return false
  return sameList(old.clusterIPs, spec.clusterIPs) && sameList(old.ipFamilies, spec.ipFamilies)
}

function fitOld(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (spec.ipFamilyPolicy === 'SingleStack') {
    if (sameList(old.clusterIPs, spec.clusterIPs) && (spec.clusterIPs?.length ?? 0) > 1) {
      spec.clusterIPs = spec.clusterIPs!.slice(0, 1)
    }
    if (sameList(old.ipFamilies, spec.ipFamilies) && (spec.ipFamilies?.length ?? 0) > 1) {
      spec.ipFamilies = spec.ipFamilies!.slice(0, 1)
    }
    return []
  }
  const reduced = (now: string[] | undefined, before: string[] | undefined): boolean =>
    (now?.length ?? 0) > 0 && now!.length < (before?.length ?? 0)
  const errors: FieldError[] = []
  const release = (what: string): number =>
    errors.push(
      invalidField(
        specPath.child('ipFamilyPolicy'),
        spec.ipFamilyPolicy,
        `must be 'SingleStack' to release the secondary ${what}`,
      ),
    )
  if (reduced(spec.clusterIPs, old.clusterIPs)) release('cluster IP')
  if (reduced(spec.ipFamilies, old.ipFamilies)) release('IP family')
  return errors
}

function tooManyForSingle(spec: ServiceSpec): FieldError[] {
  const policy = specPath.child('ipFamilyPolicy')
  const sentence = (what: string): string =>
    `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`
  return [
    ...(spec.clusterIPs?.length === 2 ? [invalidField(policy, spec.ipFamilyPolicy, sentence('cluster IPs'))] : []),
    ...(spec.ipFamilies?.length === 2 ? [invalidField(policy, spec.ipFamilyPolicy, sentence('IP families'))] : []),
  ]
}

function familiesOfAddresses(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  for (const [index, ip] of (spec.clusterIPs ?? []).entries()) {
    if (ip === 'None') break
    if (index < (spec.ipFamilies?.length ?? 0)) continue
    const family = parseIp(ip)?.family ?? 'unknown'
    if (family === 'IPv4') spec.ipFamilies = [...(spec.ipFamilies ?? []), family]
    else {
      const at = specPath.child('clusterIPs').index(index)
      errors.push(invalidField(at, spec.clusterIPs, `${family} is not configured on this cluster`))
    }
  }
  return errors
}

function notOnThisCluster(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  if (spec.ipFamilyPolicy === 'RequireDualStack') {
    const sentence = 'this cluster is not configured for dual-stack services'
    errors.push(invalidField(specPath.child('ipFamilyPolicy'), spec.ipFamilyPolicy, sentence))
  }
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    if (family === 'IPv4') continue
    errors.push(invalidField(specPath.child('ipFamilies').index(index), family, 'not configured on this cluster'))
  }
  return errors
}

function refuse(service: Service, errors: FieldError[]): void {
  if (errors.length > 0) throw invalid({ group: '', kind: 'Service' }, service.metadata.name ?? '', errors)
}
