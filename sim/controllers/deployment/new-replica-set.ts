// The ReplicaSet for a Deployment's present template. Pure. k8s: pkg/controller/deployment/sync.go getNewReplicaSet
import { deployments } from '../../api/refs.ts'
import type { Deployment, ReplicaSet } from '../../generated/types.ts'
import { controllerReference } from '../workload/owner.ts'
import { templateHash, templateHashLabel } from '../workload/template.ts'
import { maxSurgeOf, replicasOf } from './arithmetic.ts'
import { newSetAnnotations, replicasAnnotations } from './revision.ts'

const nameMax = 253

/** @param replicas its first size */
export function newReplicaSet(deployment: Deployment, replicas: number, revision: number): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec!
  const hash = templateHash(template, deployment.status?.collisionCount)
  const labels = { ...template.metadata?.labels, [templateHashLabel]: hash }
  const wanted = replicasOf(deployment)
  const sizes = replicasAnnotations(wanted, wanted + maxSurgeOf(deployment))
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      // Made from the template, so that a second try finds the first.
      name: `${deployment.metadata.name!.slice(0, nameMax - hash.length - 1)}-${hash}`,
      namespace: deployment.metadata.namespace!,
      labels,
      annotations: { ...newSetAnnotations(deployment, {}, revision), ...sizes },
      ownerReferences: [controllerReference(deployments, deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [templateHashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  }
}
