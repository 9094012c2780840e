// What a write to a Deployment's status leaves alone. k8s: pkg/registry/apps/deployment/strategy.go deploymentStatusStrategy
import type { Deployment } from '../../generated/types.ts'

/** Puts back the spec and the labels of `old`. */
export function keepSpecAndLabels(deployment: Deployment, old: Deployment): void {
  if (old.spec) deployment.spec = old.spec
  if (old.metadata.labels) deployment.metadata.labels = old.metadata.labels
  else delete deployment.metadata.labels
}
