// Namespace: its own-name label, the `kubernetes` finalizer and its phase. k8s: pkg/registry/core/namespace/strategy.go
import { namespaces } from '../api/refs.ts'
import type { Namespace } from '../generated/types.ts'
import { ageCell } from './age-cell.ts'
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
  status: {
    prepare(namespace, old) {
      namespace.spec = { ...structuredClone(old.spec) }
    },
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
