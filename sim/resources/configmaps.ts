// ConfigMap. k8s: pkg/registry/core/configmap/strategy.go
import { frozenErrors } from './config/frozen.ts'
import { validateConfigMap } from './config/config-map-validation.ts'
import { configMaps } from '../api/refs.ts'
import type { ConfigMap } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

/** The strategy of configMaps. */
export const configMapStrategy = defineResource<ConfigMap>({
  ref: configMaps,
  type: 'io.k8s.api.core.v1.ConfigMap',
  validate: validateConfigMap,
  validateUpdate: (configMap, old) => (old.immutable ? frozenErrors(configMap, old, ['data', 'binaryData']) : []),
  row: (configMap, { now }) => [
    configMap.metadata.name ?? '',
    Object.keys(configMap.data ?? {}).length + Object.keys(configMap.binaryData ?? {}).length,
    ageCell(configMap.metadata.creationTimestamp, now),
  ],
})
