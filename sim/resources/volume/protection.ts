// The finalizers that keep a volume or a claim in use from vanishing.
// k8s: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go
import type { ObjectMeta } from '../../generated/types.ts'

/** Adds `finalizer` unless it is there. */
export function protect(metadata: ObjectMeta, finalizer: string): void {
  const finalizers = metadata.finalizers ?? []
  if (!finalizers.includes(finalizer)) metadata.finalizers = [...finalizers, finalizer]
}
