// An iSCSI disk in a pod; the sentences differ from those of a PersistentVolume's.
// k8s: pkg/apis/core/validation/validation.go validateISCSIVolumeSource
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { byteLength, inRange } from '../../api/names.ts'
import type { ISCSIVolumeSource } from '../../generated/types.ts'
import { requireFields } from '../volume-source/rules.ts'
import type { VolumePlace } from './volume-place.ts'

const forms: [prefix: string, form: RegExp][] = [
  ['iqn', /iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)$/],
  ['eui', /^eui.[A-Za-z0-9]{16}$/],
  ['naa', /^naa.[A-Za-z0-9]{32}$/],
]
const portalBytesMax = 64

/** Every fault of the disk. */
export function validateIscsi(source: ISCSIVolumeSource, at: FieldPath, place: VolumePlace): FieldError[] {
  const { iqn, lun, initiatorName, targetPortal, secretRef } = source
  const errors = requireFields(source, at, 'targetPortal', 'iqn')
  if (iqn) errors.push(...validateName(iqn, at.child('iqn')))
  errors.push(...inRange(lun, 0, 255).map((sentence) => invalid(at.child('lun'), lun, sentence)))
  if ((source.chapAuthDiscovery || source.chapAuthSession) && !secretRef) errors.push(required(at.child('secretRef')))
  if (initiatorName === undefined) return errors
  errors.push(...validateName(initiatorName, at.child('initiatorname')))
  if (byteLength(`${place.name}:${targetPortal}`) > portalBytesMax) {
    const rule =
      'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'
    errors.push(invalid(place.at.child('name'), place.name, rule))
  }
  return errors
}

function validateName(name: string, at: FieldPath): FieldError[] {
  const form = forms.find(([prefix]) => name.startsWith(prefix))?.[1]
  if (!form) return [invalid(at, name, 'must be valid format starting with iqn, eui, or naa')]
  return form.test(name) ? [] : [invalid(at, name, 'must be valid format')]
}
