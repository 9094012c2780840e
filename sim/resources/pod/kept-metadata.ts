// Of a write to a subresource, all metadata but the managers stays. k8s: apimachinery/pkg/apis/meta/v1/helpers.go ResetObjectMetaForStatus
import { copyTree } from '../../api/copy-tree.ts'
import type { Pod } from '../../generated/types.ts'

export function keepMetadata(pod: Pod, old: Pod): void {
  const { managedFields, resourceVersion } = pod.metadata
  pod.metadata = {
    ...copyTree(old.metadata),
    ...(managedFields ? { managedFields } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
  }
}
