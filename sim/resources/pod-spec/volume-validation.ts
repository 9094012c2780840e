// The volumes of a pod: names and sources. k8s: pkg/apis/core/validation/validation.go ValidateVolumes
import { duplicate, invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type { Volume } from '../../generated/types.ts'
import { validateLabel } from '../volume-source/rules.ts'
import type { VolumesByName } from './mount-validation.ts'
import { validateVolumeSource } from './volume-source-validation.ts'

/**
 * Every fault of the volumes, and those without one by name: a container can mount no other.
 * @param podName '' in a template. @param isPod in a Pod, not in the template of a workload.
 */
export function validateVolumes(
  volumes: Volume[],
  podName: string,
  isPod: boolean,
  at: FieldPath,
): { errors: FieldError[]; usable: VolumesByName } {
  const usable = new Map<string, Volume>()
  const errors: FieldError[] = []
  const created = new Set(
    podName ? volumes.filter(({ ephemeral }) => ephemeral).map(({ name }) => `${podName}-${name}`) : [],
  )
  for (const [index, volume] of volumes.entries()) {
    const own = at.index(index)
    const name = own.child('name')
    const faults = validateVolumeSource(volume, { name: volume.name, at: own, podName, isPod })
    if (!volume.name) faults.push(required(name))
    else faults.push(...validateLabel(volume.name, name))
    if (usable.has(volume.name)) faults.push(duplicate(name, volume.name))
    if (faults.length === 0) usable.set(volume.name, volume)
    errors.push(...faults)
    const claim = volume.persistentVolumeClaim?.claimName
    if (claim !== undefined && created.has(claim)) {
      const rule = 'must not reference a PVC that gets created for an ephemeral volume'
      errors.push(invalid(own.child('persistentVolumeClaim', 'claimName'), claim, rule))
    }
  }
  return { errors, usable }
}
