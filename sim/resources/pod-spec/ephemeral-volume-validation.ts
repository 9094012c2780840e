// A volume with a claim of its own, made and removed with the pod.
// k8s: pkg/apis/core/validation/validation.go validateEphemeralVolumeSource, ValidateTemplateObjectMeta
import { forbidden, invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabels } from '../../api/label-selector-validation.ts'
import { validateAnnotations } from '../../api/meta-validation.ts'
import { dns1123Subdomain } from '../../api/names.ts'
import type { EphemeralVolumeSource, ObjectMeta } from '../../generated/types.ts'
import { validateClaimSpec } from '../persistent-volume-claim/validation.ts'
import type { VolumePlace } from './volume-place.ts'

/** Every fault of the claim's template, and of the name that the claim would have. */
export function validateEphemeralVolume(
  source: EphemeralVolumeSource,
  at: FieldPath,
  place: VolumePlace,
): FieldError[] {
  const own = at.child('volumeClaimTemplate')
  const template = source.volumeClaimTemplate
  if (!template) return [required(own), ...validateClaimName(place)]
  return [
    ...validateTemplateMeta(template.metadata ?? {}, own.child('metadata')),
    ...validateClaimSpec(template.spec, own.child('spec')),
    ...validateClaimName(place),
  ]
}

// Only labels and annotations have a meaning there.
function validateTemplateMeta(metadata: ObjectMeta, at: FieldPath): FieldError[] {
  const { annotations, labels, ...others } = metadata
  return [
    ...validateAnnotations(annotations, at.child('annotations')),
    ...validateLabels(labels, at.child('labels')),
    ...Object.entries(others)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name]) => forbidden(at.child(goNames[name] ?? name), 'cannot be set')),
  ]
}

/** Go's own names with a small first letter, where they are not those of JSON. */
const goNames: Record<string, string> = { uid: 'uID' }

function validateClaimName({ name, at, podName }: VolumePlace): FieldError[] {
  if (!podName || !name) return []
  const claim = `${podName}-${name}`
  return dns1123Subdomain(claim).map((sentence) =>
    invalid(at.child('name'), name, `PVC name ${JSON.stringify(claim)}: ${sentence}`),
  )
}
