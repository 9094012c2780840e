// Which StorageClass a claim that names none gets. k8s: pkg/volume/util/storageclass.go GetDefaultClass
import { storageClasses } from '../../api/refs.ts'
import type { StorageClass } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'

/** Does the class carry the annotation (or its beta form) of the default one? */
export function isDefaultClass({ metadata }: StorageClass): boolean {
  const annotations = metadata.annotations ?? {}
  return (
    annotations['storageclass.kubernetes.io/is-default-class'] === 'true' ||
    annotations['storageclass.beta.kubernetes.io/is-default-class'] === 'true'
  )
}

/** The default class; of several the newest, and of those of one second the first by name. */
export function defaultClass(view: ClusterView): StorageClass | undefined {
  const created = (storageClass: StorageClass): string => storageClass.metadata.creationTimestamp ?? ''
  return view
    .list(storageClasses)
    .filter(isDefaultClass)
    .toSorted(
      (a, b) => created(b).localeCompare(created(a)) || (a.metadata.name ?? '').localeCompare(b.metadata.name ?? ''),
    )[0]
}
