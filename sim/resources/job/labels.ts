// Labels that tell the pods of one Job from those of another. k8s: pkg/apis/batch/types.go
import type { ObjectMeta } from '../../generated/types.ts'

/** Of the Job with this name and uid; the two without prefix are older. */
export function jobLabels({ name = '', uid = '' }: ObjectMeta): Record<string, string> {
  return {
    'controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
  }
}
