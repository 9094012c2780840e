// Defaults of a pod's spec, wherever it stands: in a Pod or in the template of a workload.
// k8s: pkg/apis/core/v1/defaults.go SetDefaults_PodSpec, zz_generated.defaults.go SetObjectDefaults_Pod
import type { PodSpec, PodTemplateSpec } from '../../generated/types.ts'
import { defaultContainer } from './container-defaults.ts'
import { defaultVolume } from './volume-defaults.ts'

/** Fills in a pod's spec; changed in place. A Pod itself gets more: see pod/defaults.ts. */
export function defaultPodSpec(spec: PodSpec): void {
  spec.dnsPolicy ??= 'ClusterFirst'
  spec.restartPolicy ??= 'Always'
  spec.securityContext ??= {}
  spec.terminationGracePeriodSeconds ??= 30
  spec.schedulerName ??= 'default-scheduler'
  for (const volume of spec.volumes ?? []) defaultVolume(volume)
  for (const container of spec.initContainers ?? []) defaultContainer(container)
  for (const container of spec.containers ?? []) defaultContainer(container)
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container)
  mirrorServiceAccount(spec)
}

/** Fills in a workload's template; changed in place. */
export function defaultPodTemplate(template: PodTemplateSpec): void {
  template.spec ??= { containers: [] }
  defaultPodSpec(template.spec)
}

/** `serviceAccount` is the old name of `serviceAccountName`: both are shown, the new one wins. k8s: core/v1/conversion.go */
function mirrorServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName ?? spec.serviceAccount
  if (!name) return
  spec.serviceAccountName = name
  spec.serviceAccount = name
}
