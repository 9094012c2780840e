// Deployments. k8s: pkg/registry/apps/deployment/strategy.go, pkg/apis/apps/v1/defaults.go
import { deployments } from '../api/refs.ts'
import type { Deployment, DeploymentSpec, PodSpec } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { path } from '../api/field-errors.ts'
import { sameValue, validateImmutable } from '../api/meta-validation.ts'
import { validateDeployment } from './deployment/validation.ts'
import { validateDeploymentStatus } from './deployment/status-validation.ts'
import { keepSpecAndLabels } from './deployment/status.ts'
import { defaultPodTemplate } from './pod-spec/defaults.ts'
import { dropGatedFields } from './pod-spec/gated-fields.ts'
import { defineResource } from './resource.ts'
import { containerCells } from './workload/container-cells.ts'
import { templateWarnings } from './workload/template-warnings.ts'
import { shownSelector } from './workload/shown-selector.ts'
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
    dropGatedFields(templateSpec(deployment))
  },
  // Annotations are copied to replica sets, so that a change of them is one of the desired state.
  prepareForUpdate(deployment, old) {
    dropGatedFields(templateSpec(deployment))
    if (sameValue(deployment.metadata.annotations ?? {}, old.metadata.annotations ?? {})) return
    deployment.metadata.generation = (old.metadata.generation ?? 0) + 1
  },
  validate: validateDeployment,
  validateUpdate: (deployment, old) =>
    validateImmutable(
      shownSelector(deployment.spec?.selector),
      shownSelector(old.spec?.selector),
      path('spec').child('selector'),
    ),
  warnings: (deployment, old) => templateWarnings(deployment, deployment.spec!.template, old),
  status: {
    prepare: keepSpecAndLabels,
    validate: validateDeploymentStatus,
  },
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

function templateSpec(deployment: Deployment): PodSpec {
  return specOf(deployment).template.spec!
}
