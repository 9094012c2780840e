// Namespace: its own-name label, the `kubernetes` finalizer and its phase. k8s: pkg/registry/core/namespace/strategy.go
import { invalid, path, type FieldError } from '../api/field-errors.ts'
import { nameIsLabel, qualifiedKey } from '../api/names.ts'
import { namespaces } from '../api/refs.ts'
import type { Namespace } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

const finalizer = 'kubernetes'
const nameLabel = 'kubernetes.io/metadata.name'

/** The strategy of namespaces. */
export const namespaceStrategy = defineResource<Namespace>({
  ref: namespaces,
  type: 'io.k8s.api.core.v1.Namespace',
  defaults(namespace) {
    labelWithName(namespace)
    const status = (namespace.status ??= {})
    status.phase ||= 'Active'
  },
  prepareForCreate(namespace) {
    // A generated name exists only from here on.
    labelWithName(namespace)
    namespace.status = { phase: 'Active' }
    const spec = (namespace.spec ??= {})
    if (!spec.finalizers?.includes(finalizer)) spec.finalizers = [...(spec.finalizers ?? []), finalizer]
  },
  prepareForUpdate(namespace, old) {
    namespace.spec = { ...structuredClone(old.spec) }
    namespace.status = { ...structuredClone(old.status) }
  },
  nameRule: nameIsLabel,
  validate: ({ spec }) => (spec?.finalizers ?? []).flatMap((name) => finalizerErrors(name)),
  status: {
    prepare(namespace, old) {
      namespace.spec = { ...structuredClone(old.spec) }
    },
    validate: phaseErrors,
  },
  selectableFields: (namespace) => ({
    'status.phase': namespace.status?.phase ?? '',
    name: namespace.metadata.name ?? '',
  }),
  row: (namespace, { now }) => [
    namespace.metadata.name ?? '',
    namespace.status?.phase ?? '',
    ageCell(namespace.metadata.creationTimestamp, now),
  ],
})

function labelWithName({ metadata }: Namespace): void {
  if (metadata.name) metadata.labels = { ...metadata.labels, [nameLabel]: metadata.name }
}

const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion']

function finalizerErrors(name: string): FieldError[] {
  const at = path('spec').child('finalizers')
  const errors = qualifiedKey(name).map((sentence) => invalid(at, name, sentence))
  if (name.includes('/') || standardFinalizers.includes(name)) return errors
  return [...errors, invalid(at, name, 'name is neither a standard finalizer name nor is it fully qualified')]
}

function phaseErrors({ metadata, status }: Namespace): FieldError[] {
  const phase = status?.phase ?? ''
  const [only, state] = metadata.deletionTimestamp ? ['Terminating', 'not empty'] : ['Active', 'empty']
  if (phase === only) return []
  return [invalid('status.Phase', phase, `may only be '${only}' if \`deletionTimestamp\` is ${state}`)]
}
