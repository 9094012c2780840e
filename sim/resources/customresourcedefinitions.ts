// CustomResourceDefinition: a resource that somebody adds to the API.
// k8s: apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go, pkg/apis/apiextensions/v1/defaults.go
import { customResourceDefinitions } from '../api/refs.ts'
import type { CustomResourceDefinition } from '../generated/types.ts'
import { validateDefinition } from './custom-resource-definition/validation.ts'
import { defineResource } from './resource.ts'

/** The strategy of custom resource definitions. */
export const customResourceDefinitionStrategy = defineResource<CustomResourceDefinition>({
  ref: customResourceDefinitions,
  type: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  generation: true,
  unconditionalUpdate: false,
  finalizerOnDelete: 'customresourcecleanup.apiextensions.k8s.io',
  defaults({ spec }) {
    spec.conversion ??= { strategy: 'None' }
    spec.names ??= { kind: '', plural: '' }
    if (!spec.names.kind) return
    spec.names.singular ||= spec.names.kind.toLowerCase()
    spec.names.listKind ||= `${spec.names.kind}List`
  },
  prepareForCreate(definition) {
    const stored = (definition.spec.versions ?? []).filter(({ storage }) => storage).map(({ name }) => name)
    definition.status = { storedVersions: stored }
  },
  prepareForUpdate(definition, old) {
    const names = new Set(old.status?.storedVersions)
    for (const { name, storage } of definition.spec.versions ?? []) if (storage) names.add(name)
    definition.status = { ...definition.status, storedVersions: [...names] }
  },
  validate: validateDefinition,
  validateUpdate: () => [],
  status: {},
})
