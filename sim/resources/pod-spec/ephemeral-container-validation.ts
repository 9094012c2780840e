// Containers added to a running pod to look at it (`kubectl debug`). k8s: pkg/apis/core/validation/validation.go validateEphemeralContainers
import { duplicate, forbidden, notFound, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type { EphemeralContainer } from '../../generated/types.ts'
import { validateCommon, validateTrimmedImage, type ContainerPlace } from './container-validation.ts'

/** Fields that such a container may not have, in the order of Go's struct, with Go's names. */
const forbiddenFields = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const

/** Every fault of the ephemeral containers. */
export function validateEphemeralContainers(place: ContainerPlace, at: FieldPath): FieldError[] {
  const { spec } = place
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name))
  const names = new Set(others)
  return (spec.ephemeralContainers ?? []).flatMap((container, index) => {
    const own = at.index(index)
    const errors = [...validateCommon(container, place, own), ...validateTrimmedImage(container, own)]
    if (names.has(container.name)) errors.push(duplicate(own.child('name'), container.name))
    else names.add(container.name)
    const target = container.targetContainerName
    if (target && !others.has(target)) errors.push(notFound(own.child('targetContainerName'), target))
    for (const field of forbiddenFields) {
      if (!isSet(container[field])) continue
      errors.push(forbidden(own.child(field), 'cannot be set for an Ephemeral Container'))
    }
    return [...errors, ...forbidSubPaths(container, own.child('volumeMounts'))]
  })
}

function isSet(value: unknown): boolean {
  return value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0)
}

function forbidSubPaths(container: EphemeralContainer, at: FieldPath): FieldError[] {
  return (container.volumeMounts ?? []).flatMap((mount, index) =>
    (['subPath', 'subPathExpr'] as const)
      .filter((field) => mount[field])
      .map((field) => forbidden(at.index(index).child(field), 'cannot be set for an Ephemeral Container')),
  )
}
