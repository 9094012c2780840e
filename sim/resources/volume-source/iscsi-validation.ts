// Disks over the network: iSCSI and Fibre Channel. k8s: pkg/apis/core/validation/validation.go
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { byteLength, inRange } from '../../api/names.ts'
import type { FCVolumeSource, ISCSIPersistentVolumeSource } from '../../generated/types.ts'
import { requireFields } from './rules.ts'

const forms: [prefix: string, form: RegExp][] = [
  ['iqn', /iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)$/],
  ['eui', /^eui.[A-Za-z0-9]{16}$/],
  ['naa', /^naa.[A-Za-z0-9]{32}$/],
]
const portalBytesMax = 64

/** k8s: validateISCSIPersistentVolumeSource. @param volume the PersistentVolume's name. */
export function validateIscsi(source: ISCSIPersistentVolumeSource, volume: string, at: FieldPath): FieldError[] {
  const errors = requireFields(source, at, 'targetPortal')
  const { targetPortal, iqn, initiatorName, lun, secretRef } = source
  if (initiatorName !== undefined && byteLength(`${volume}:${targetPortal}`) > portalBytesMax) {
    const sentence =
      'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'
    errors.push(invalid(at.child('targetportal'), targetPortal, sentence))
  }
  if (iqn === '') errors.push(required(at.child('iqn')))
  else errors.push(...qualifiedName(iqn, at.child('iqn')))
  errors.push(...inRange(lun, 0, 255).map((sentence) => invalid(at.child('lun'), lun, sentence)))
  if ((source.chapAuthDiscovery || source.chapAuthSession) && !secretRef) errors.push(required(at.child('secretRef')))
  if (secretRef) errors.push(...requireFields(secretRef, at.child('secretRef'), 'name'))
  if (initiatorName !== undefined) errors.push(...qualifiedName(initiatorName, at.child('initiatorname')))
  return errors
}

function qualifiedName(name: string, at: FieldPath): FieldError[] {
  const form = forms.find(([prefix]) => name.startsWith(prefix))?.[1]
  return form?.test(name) ? [] : [invalid(at, name, 'must be valid format')]
}

/** k8s: validateFCVolumeSource */
export function validateFc(source: FCVolumeSource, at: FieldPath): FieldError[] {
  const { targetWWNs = [], wwids = [], lun } = source
  const errors: FieldError[] = []
  const names = at.child('targetWWNs')
  if (targetWWNs.length === 0 && wwids.length === 0) {
    errors.push(required(names, 'must specify either targetWWNs or wwids, but not both'))
  }
  if (targetWWNs.length > 0 && wwids.length > 0) {
    errors.push(invalid(names, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'))
  }
  if (targetWWNs.length === 0) return errors
  if (lun === undefined) return [...errors, required(at.child('lun'), 'lun is required if targetWWNs is specified')]
  return [...errors, ...inRange(lun, 0, 255).map((sentence) => invalid(at.child('lun'), lun, sentence))]
}
