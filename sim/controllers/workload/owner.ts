// Who manages an object: the one owner reference with `controller: true`. k8s: apimachinery/pkg/apis/meta/v1/controller_ref.go
import { apiVersionOf, type KubeObject, type ResourceRef } from '../../api/object.ts'
import type { OwnerReference } from '../../generated/types.ts'

/** The reference to an object's controller; undefined for an orphan. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller)
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid
}

/** The reference that a controller puts into what it makes or adopts. */
export function controllerReference(ref: ResourceRef, owner: KubeObject): OwnerReference {
  return {
    apiVersion: apiVersionOf(ref),
    kind: ref.kind,
    name: owner.metadata.name!,
    uid: owner.metadata.uid!,
    controller: true,
    blockOwnerDeletion: true,
  }
}
