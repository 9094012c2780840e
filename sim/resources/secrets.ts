// Secret. k8s: pkg/registry/core/secret/strategy.go, pkg/apis/core/v1/conversion.go Convert_v1_Secret_To_core_Secret
import { path } from '../api/field-errors.ts'
import { validateImmutable } from '../api/meta-validation.ts'
import { frozenErrors } from './config/frozen.ts'
import { validateSecret } from './secret/validation.ts'
import { secrets } from '../api/refs.ts'
import type { Secret } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

/** The strategy of secrets. */
export const secretStrategy = defineResource<Secret>({
  ref: secrets,
  type: 'io.k8s.api.core.v1.Secret',
  defaults(secret) {
    secret.type ||= 'Opaque'
    // What was written in clear replaces what was encoded under the same key, and is never stored as such.
    for (const [key, text] of Object.entries(secret.stringData ?? {})) {
      secret.data = { ...secret.data, [key]: base64(text) }
    }
    delete secret.stringData
  },
  prepareForUpdate(secret, old) {
    if (!secret.type && old.type) secret.type = old.type
  },
  validate: validateSecret,
  validateUpdate: (secret, old) => [
    ...validateImmutable(secret.type, old.type, path('type')),
    ...(old.immutable ? frozenErrors(secret, old, ['data']) : []),
  ],
  selectableFields: (secret) => ({ type: secret.type ?? '' }),
  row: (secret, { now }) => [
    secret.metadata.name ?? '',
    secret.type ?? '',
    Object.keys(secret.data ?? {}).length,
    ageCell(secret.metadata.creationTimestamp, now),
  ],
})

function base64(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
