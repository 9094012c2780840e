// What a Pod may say. k8s: pkg/apis/core/validation/validation.go validatePodMetadataAndSpec, ValidatePodCreate
import { forbidden, path, type FieldError } from '../../api/field-errors.ts'
import type { Pod } from '../../generated/types.ts'
import { validatePodAnnotations, validateProfilesMatch } from '../pod-spec/annotation-validation.ts'
import { validateTrimmedImage } from '../pod-spec/container-validation.ts'
import { validatePodSpec } from '../pod-spec/spec-validation.ts'

/** Every fault of a defaulted Pod, besides its metadata's. */
export function validatePod(pod: Pod): FieldError[] {
  const spec = pod.spec ?? { containers: [] }
  const at = path('spec')
  const errors = [
    ...validatePodAnnotations(pod.metadata.annotations ?? {}, spec, path('metadata').child('annotations')),
    ...validatePodSpec(spec, { isPod: true, podName: pod.metadata.name ?? '' }, at),
  ]
  if (!spec.serviceAccountName) {
    for (const [index, volume] of (spec.volumes ?? []).entries()) {
      for (const [source, { serviceAccountToken }] of (volume.projected?.sources ?? []).entries()) {
        if (!serviceAccountToken) continue
        const own = at.child('volumes').index(index).child('projected', 'sources').index(source)
        const rule = 'must not be specified when serviceAccountName is not set'
        errors.push(forbidden(own.child('serviceAccountToken'), rule))
      }
    }
  }
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) {
      errors.push(...validateTrimmedImage(container, at.child(list).index(index)))
    }
  }
  return errors
}

/** What only a new Pod may not say. */
export function validateNewPod({ metadata, spec = { containers: [] } }: Pod): FieldError[] {
  const at = path('spec')
  const errors: FieldError[] = []
  if (spec.ephemeralContainers?.length) {
    errors.push(forbidden(at.child('ephemeralContainers'), 'cannot be set on create'))
  }
  if (spec.nodeName && spec.schedulingGates?.length) {
    errors.push(forbidden(at.child('nodeName'), 'cannot be set until all schedulingGates have been cleared'))
  }
  return [...errors, ...validateProfilesMatch(metadata.annotations ?? {}, spec, at)]
}
