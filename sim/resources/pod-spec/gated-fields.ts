// Fields of features that are off in 1.35: the server forgets them as if they had not been sent.
// k8s: pkg/api/pod/util.go DropDisabledPodFields, DropDisabledTemplateFields
import type { PodSpec } from '../../generated/types.ts'

/** Takes them out of a spec; changed in place. */
export function dropGatedFields(spec: PodSpec): void {
  delete spec.workloadRef
  for (const container of [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ]) {
    delete container.lifecycle?.stopSignal
  }
  for (const volume of spec.volumes ?? []) {
    for (const source of volume.projected?.sources ?? []) {
      delete source.clusterTrustBundle
      delete source.podCertificate
    }
  }
}
