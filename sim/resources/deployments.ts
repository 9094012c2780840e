// Deployments. k8s: pkg/registry/apps/deployment/strategy.go, pkg/apis/apps/v1/defaults.go
import { deployments } from '../api/refs.ts'
import type { Deployment, DeploymentSpec } from '../generated/types.ts'
import { ageCell } from './age-cell.ts'
import { defaultPodTemplate } from './pod-spec/defaults.ts'
import { defineResource } from './resource.ts'
import { containerCells } from './workload/container-cells.ts'
import { selectorText } from './workload/selector-text.ts'

/** The strategy of deployments. */
export const deploymentStrategy = defineResource<Deployment>({
  ref: deployments,
  type: 'io.k8s.api.apps.v1.Deployment',
  generation: true,
  defaults(deployment) {
    const spec = specOf(deployment)
    spec.replicas ??= 1
    spec.strategy ??= {}
    const { strategy } = spec
    strategy.type ??= 'RollingUpdate'
    if (strategy.type === 'RollingUpdate') {
      strategy.rollingUpdate ??= {}
      strategy.rollingUpdate.maxUnavailable ??= '25%'
      strategy.rollingUpdate.maxSurge ??= '25%'
    }
    spec.revisionHistoryLimit ??= 10
    spec.progressDeadlineSeconds ??= 600
    defaultPodTemplate(spec.template)
  },
  prepareForCreate(deployment) {
    deployment.metadata.generation = 1
    deployment.status = {}
  },
  prepareForUpdate(deployment, old) {
    deployment.status = old.status
  },
  status: {},
  scale: {
    replicas: (deployment) => deployment.spec?.replicas ?? 0,
    setReplicas: (deployment, replicas) => void (specOf(deployment).replicas = replicas),
    statusReplicas: (deployment) => deployment.status?.replicas ?? 0,
    selector: (deployment) => selectorText(deployment.spec?.selector),
  },
  row(deployment, { now }) {
    const { spec, status } = deployment
    const [containers, images] = containerCells(spec?.template)
    return [
      deployment.metadata.name!,
      `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      status?.updatedReplicas ?? 0,
      status?.availableReplicas ?? 0,
      ageCell(deployment.metadata.creationTimestamp, now),
      containers,
      images,
      selectorText(spec?.selector),
    ]
  },
})

function specOf(deployment: Deployment): DeploymentSpec {
  deployment.spec ??= { selector: {}, template: {} }
  return deployment.spec
}
