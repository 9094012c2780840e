// VolumeAttachment: a volume that shall be connected to a node. k8s: pkg/registry/storage/volumeattachment/strategy.go
import { forbidden, invalid, path, required, tooLong, type FieldError, type FieldPath } from '../api/field-errors.ts'
import { sameValue } from '../api/meta-validation.ts'
import { byteLength, dns1123Subdomain, rangeSentence } from '../api/names.ts'
import { volumeAttachments } from '../api/refs.ts'
import type { PersistentVolumeSpec, VolumeAttachment, VolumeError } from '../generated/types.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'
import { validateDriverName } from './volume-source/driver-validation.ts'
import { validateVolumeSource } from './volume-source/validation.ts'

const metadataBytesMax = 256 * 1024
const messageBytesMax = 1024
const int32Max = 2 ** 31 - 1

/** The strategy of volumeAttachments. */
export const volumeAttachmentStrategy = defineResource<VolumeAttachment>({
  ref: volumeAttachments,
  type: 'io.k8s.api.storage.v1.VolumeAttachment',
  unconditionalUpdate: false,
  prepareForCreate(attachment) {
    attachment.status = { attached: false }
  },
  prepareForUpdate(attachment, old) {
    if (old.status) attachment.status = structuredClone(old.status)
  },
  status: { validate: (attachment) => validateAttachment(attachment) },
  validate: (attachment, _view, old) => [...validateAttachment(attachment), ...(old ? [] : nameErrors(attachment))],
  validateUpdate: ({ spec }, old) =>
    sameValue(spec, old.spec) ? [] : [invalid(path('spec'), spec, 'field is immutable')],
  row: ({ metadata, spec, status }, { now }) => [
    metadata.name ?? '',
    spec.attacher,
    spec.source.persistentVolumeName ?? '',
    spec.nodeName,
    status?.attached ?? false,
    ageCell(metadata.creationTimestamp, now),
  ],
})

function validateAttachment({ spec, status }: VolumeAttachment): FieldError[] {
  const { attacher, nodeName, source } = spec
  const at = path('spec')
  const inStatus = path('status')
  const { attachmentMetadata = {}, attachError, detachError } = status ?? {}
  const bytes = Object.entries(attachmentMetadata).reduce((sum, pair) => sum + byteLength(pair.join('')), 0)
  return [
    ...(attacher === '' ? [required(at.child('attacher'))] : []),
    ...sourceErrors(source, at.child('source')),
    ...dns1123Subdomain(nodeName).map((sentence) => invalid(at.child('nodeName'), nodeName, sentence)),
    ...(bytes > metadataBytesMax ? [tooLong(inStatus.child('attachmentMetadata'), metadataBytesMax)] : []),
    ...volumeErrorErrors(attachError, inStatus.child('attachError')),
    ...volumeErrorErrors(detachError, inStatus.child('detachError')),
  ]
}

/** Asked of new ones only. */
function nameErrors({ spec }: VolumeAttachment): FieldError[] {
  const volume = spec.source.persistentVolumeName
  return [
    ...validateDriverName(spec.attacher, path('spec.attacher')),
    ...(volume === undefined
      ? []
      : dns1123Subdomain(volume).map((sentence) => invalid('spec.source.persistentVolumeName', volume, sentence))),
  ]
}

const oneSource = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'

function sourceErrors(
  { inlineVolumeSpec, persistentVolumeName }: VolumeAttachment['spec']['source'],
  at: FieldPath,
): FieldError[] {
  if (!inlineVolumeSpec && persistentVolumeName === undefined) return [required(at, oneSource)]
  if (inlineVolumeSpec && persistentVolumeName !== undefined) return [forbidden(at, oneSource)]
  if (inlineVolumeSpec) return inlineErrors(inlineVolumeSpec, at.child('inlineVolumeSpec'))
  return persistentVolumeName === ''
    ? [required(at.child('persistentVolumeName'), 'must specify non empty persistentVolumeName')]
    : []
}

/** Only what a driver attaches can be said here. */
function inlineErrors(spec: PersistentVolumeSpec, at: FieldPath): FieldError[] {
  return [
    ...(spec.csi ? [] : [required(at.child('csi'), 'has to be specified in the context of inline volumes')]),
    ...(spec.accessModes?.length ? [] : [required(at.child('accessModes'))]),
    ...validateVolumeSource(spec, '', at),
  ]
}

function volumeErrorErrors(error: VolumeError | undefined, at: FieldPath): FieldError[] {
  if (!error) return []
  const { message = '', errorCode } = error
  return [
    // The server measures by one limit and names the other.
    ...(byteLength(message) > messageBytesMax ? [tooLong(at.child('message'), metadataBytesMax)] : []),
    ...(errorCode !== undefined && errorCode < 0
      ? [invalid(at.child('errorCode'), errorCode, rangeSentence(0, int32Max))]
      : []),
  ]
}
