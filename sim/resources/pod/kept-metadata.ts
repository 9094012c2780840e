// Of a write to a subresource, all metadata but the managers stays. k8s: apimachinery/pkg/apis/meta/v1/helpers.go ResetObjectMetaForStatus
import type { Pod } from '../../generated/types.ts'

export function keepMetadata(pod: Pod, old: Pod): void {
  const { managedFields, resourceVersion } = pod.metadata
  pod.metadata = {
    ...structuredClone(old.metadata),
    ...(managedFields ? { managedFields } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
  }
}
