// Where a claim's first content comes from: two fields that say the same. k8s: pkg/api/persistentvolumeclaim/util.go
import type { PersistentVolumeClaimSpec } from '../../generated/types.ts'

/** Brings both fields in line, in place. @param old the spec that stands, on an update. */
export function settleDataSource(spec: PersistentVolumeClaimSpec, old?: PersistentVolumeClaimSpec): void {
  // Volumes of other namespaces are an alpha feature, off by default.
  if (spec.dataSourceRef?.namespace && !old?.dataSourceRef) delete spec.dataSourceRef
  if (!old?.dataSource && !old?.dataSourceRef && !spec.dataSourceRef && !isKnown(spec.dataSource)) {
    delete spec.dataSource
  }
  const { dataSource, dataSourceRef } = spec
  if (dataSource && !dataSourceRef) spec.dataSourceRef = { ...dataSource }
  else if (dataSourceRef && !dataSource && !dataSourceRef.namespace) {
    const { namespace: _, ...local } = dataSourceRef
    spec.dataSource = local
  }
}

function isKnown(source: PersistentVolumeClaimSpec['dataSource']): boolean {
  if (source?.kind === 'PersistentVolumeClaim') return (source.apiGroup ?? '') === ''
  return source?.kind === 'VolumeSnapshot' && source.apiGroup === 'snapshot.storage.k8s.io'
}
