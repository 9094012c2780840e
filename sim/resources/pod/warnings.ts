// Advice about a new Pod. k8s: pkg/registry/core/pod/strategy.go WarningsOnCreate
import { path } from '../../api/field-errors.ts'
import { dns1123Label } from '../../api/names.ts'
import type { Pod } from '../../generated/types.ts'
import { podSpecWarnings } from '../pod-spec/warnings/spec-warnings.ts'

/** None on an update: it is mostly not people who update pods. */
export function podWarnings({ metadata, spec }: Pod, old: Pod | undefined): string[] {
  if (old || !spec) return []
  const faults = dns1123Label(metadata.name ?? '')
  const rule =
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended"
  return [
    ...(faults.length > 0 ? [`${rule}: [${faults.join(' ')}]`] : []),
    ...podSpecWarnings(spec, metadata.annotations ?? {}, path()),
  ]
}
