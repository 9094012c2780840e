// Writes Events, counting repeats. k8s: client-go/tools/record
import type { KubeObject } from '../api/object.ts'

export interface EventRecorder {
  /** Records asynchronously and never rejects. `fieldPath` names a part of the object: `spec.containers{web}`. */
  event(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void
}
