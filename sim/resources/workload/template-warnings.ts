// Advice about a workload's template. k8s: pkg/registry/apps/deployment/strategy.go WarningsOnCreate, WarningsOnUpdate
import { path } from '../../api/field-errors.ts'
import { dns1123Label } from '../../api/names.ts'
import type { KubeObject } from '../../api/object.ts'
import type { PodTemplateSpec } from '../../generated/types.ts'
import { podSpecWarnings } from '../pod-spec/warnings/spec-warnings.ts'

/** @param old what stood there: an update that changes nothing desired gets no advice, and its name none. */
export function templateWarnings(
  { metadata }: KubeObject,
  { metadata: templateMeta, spec }: PodTemplateSpec,
  old: KubeObject | undefined,
): string[] {
  if (old && old.metadata.generation === metadata.generation) return []
  const faults = old ? [] : dns1123Label(metadata.name ?? '')
  const rule =
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended'
  return [
    ...(faults.length > 0 ? [`${rule}: [${faults.join(' ')}]`] : []),
    ...(spec ? podSpecWarnings(spec, templateMeta?.annotations ?? {}, path('spec').child('template')) : []),
  ]
}
