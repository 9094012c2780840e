// ReplicationControllers. k8s: pkg/registry/core/replicationcontroller/strategy.go, pkg/apis/core/v1/defaults.go
import { nameIsLongName } from '../api/names.ts'
import { replicationControllers } from '../api/refs.ts'
import type { ReplicationController, ReplicationControllerSpec } from '../generated/types.ts'
import { defaultPodTemplate } from './pod-spec/defaults.ts'
import { dropGatedFields } from './pod-spec/gated-fields.ts'
import {
  validateReplicationController,
  validateReplicationControllerStatus,
} from './replication-controller/validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'
import { containerCells } from './workload/container-cells.ts'
import { selectorText } from './workload/selector-text.ts'
import { templateWarnings } from './workload/template-warnings.ts'

/** The strategy of replication controllers. */
export const replicationControllerStrategy = defineResource<ReplicationController>({
  ref: replicationControllers,
  type: 'io.k8s.api.core.v1.ReplicationController',
  generation: true,
  orphansByDefault: true,
  nameRule: nameIsLongName,
  defaults(controller) {
    const spec = specOf(controller)
    spec.replicas ??= 1
    if (!spec.template) return
    const { labels } = spec.template.metadata ?? {}
    if (labels && Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels }
    if (labels && Object.keys(controller.metadata.labels ?? {}).length === 0) controller.metadata.labels = { ...labels }
    defaultPodTemplate(spec.template)
  },
  prepareForCreate(controller) {
    controller.metadata.generation = 1
    controller.status = { replicas: 0 }
    dropGated(controller)
  },
  prepareForUpdate: dropGated,
  validate: validateReplicationController,
  warnings: (controller, old) => templateWarnings(controller, specOf(controller).template ?? {}, old),
  status: { validate: validateReplicationControllerStatus },
  scale: {
    replicas: (controller) => controller.spec?.replicas ?? 0,
    setReplicas: (controller, replicas) => void (specOf(controller).replicas = replicas),
    statusReplicas: (controller) => controller.status?.replicas ?? 0,
    selector: (controller) => textOf(controller.spec?.selector),
  },
  selectableFields: (controller) => ({ 'status.replicas': String(controller.status?.replicas ?? 0) }),
  row(controller, { now }) {
    const { spec, status } = controller
    const [containers, images] = containerCells(spec?.template)
    return [
      controller.metadata.name!,
      spec?.replicas ?? 0,
      status?.replicas ?? 0,
      status?.readyReplicas ?? 0,
      ageCell(controller.metadata.creationTimestamp, now),
      containers,
      images,
      textOf(spec?.selector) || '<none>',
    ]
  },
})

function specOf(controller: ReplicationController): ReplicationControllerSpec {
  controller.spec ??= {}
  return controller.spec
}

function dropGated(controller: ReplicationController): void {
  const { spec } = specOf(controller).template ?? {}
  if (spec) dropGatedFields(spec)
}

function textOf(selector: { [key: string]: string } | undefined): string {
  return selectorText({ matchLabels: selector ?? {} })
}
