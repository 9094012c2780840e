// All controllers of the cluster, in the order in which they start.
import type { ResourceRef } from '../api/object.ts'
import type { Context } from '../client/context.ts'
import type { Heartbeats } from '../client/heartbeats.ts'
import { createAttachDetachController } from './attach-detach.ts'
import { createApiServiceAvailability, type ReachService } from './api-service-availability.ts'
import { runController, type Controller } from './controller.ts'
import { createClusterRoleAggregation } from './cluster-role-aggregation.ts'
import { createCronJobController } from './cron-job.ts'
import { createCustomResourceDefinitionController } from './custom-resource-definition.ts'
import { createDaemonSetController } from './daemon-set.ts'
import { createDeploymentController } from './deployment.ts'
import { createDisruptionController } from './disruption.ts'
import { createEndpointSliceController } from './endpoint-slice.ts'
import { createEndpointSliceMirroringController } from './endpoint-slice-mirroring.ts'
import { createEndpointsController } from './endpoints.ts'
import { createEventExpiry } from './event-expiry.ts'
import { createGarbageCollector } from './garbage-collector.ts'
import { createHorizontalPodAutoscalerController } from './horizontal-pod-autoscaler.ts'
import type { AskApi } from './horizontal-pod-autoscaler/metrics-client.ts'
import { createJobController } from './job.ts'
import { createJobRelease } from './job-release.ts'
import { createNamespaceController } from './namespace.ts'
import { createNodeIpamController } from './node-ipam.ts'
import { createNodeLifecycleController } from './node-lifecycle.ts'
import { createPodGcController } from './pod-gc.ts'
import { createReplicaSetController } from './replica-set.ts'
import { createReplicationController } from './replication-controller.ts'
import { createResourceQuotaController } from './resource-quota.ts'
import { createRootCertificatePublisher } from './root-certificate.ts'
import { createServiceAccountController } from './service-account.ts'
import { createServiceLbController } from './service-lb.ts'
import { createStatefulSetController } from './stateful-set.ts'
import { createTaintEvictionController } from './taint-eviction.ts'
import { createTokenSecretController, type SecretToken } from './token-secret.ts'
import { createTtlAfterFinished } from './ttl-after-finished.ts'
import { createVolumeBinder } from './volume-binder.ts'
import { createVolumeExpandController } from './volume-expand.ts'
import { createAttributesClassProtection, createClaimProtection, createVolumeProtection } from './volume-protection.ts'

export interface ControllersOptions {
  /** Certificate of the cluster's authority, PEM: what kube-root-ca.crt holds. */
  rootCertificate: string
  /** Every resource that the server has. */
  resources: ResourceRef[]
  /** Those that somebody added to it, as they are at this instant. */
  added?: () => ResourceRef[]
  /** Which node agents are alive. */
  heartbeats: Heartbeats
  /** False: nobody gives LoadBalancer Services an address. */
  serviceLb?: boolean
  /** Asks the API by path, for what other servers answer in it: the metrics that autoscalers go by. None: nobody does. */
  ask?: AskApi
  /** Asks the server behind an APIService. None: nobody answers. */
  reach?: ReachService
  /** The token of a ServiceAccount for a Secret that is to hold one. */
  secretToken: SecretToken
}

function createControllers(context: Context, options: ControllersOptions): Controller[] {
  return [
    createServiceAccountController(context),
    createRootCertificatePublisher(context, options.rootCertificate),
    createTokenSecretController(context, options),
    createClusterRoleAggregation(context),
    createCustomResourceDefinitionController(context),
    createNamespaceController(context, options.resources, options.added),
    createNodeIpamController(context),
    createNodeLifecycleController(context, options.heartbeats),
    createTaintEvictionController(context),
    createPodGcController(context),
    createVolumeBinder(context),
    createClaimProtection(context),
    createVolumeProtection(context),
    createAttributesClassProtection(context),
    createVolumeExpandController(context),
    createAttachDetachController(context),
    createDeploymentController(context),
    createReplicaSetController(context),
    createReplicationController(context),
    createStatefulSetController(context),
    createDaemonSetController(context),
    createJobController(context),
    createCronJobController(context),
    createJobRelease(context),
    createTtlAfterFinished(context),
    createDisruptionController(context),
    createHorizontalPodAutoscalerController(context, options),
    createEndpointSliceController(context),
    createEndpointsController(context),
    createEndpointSliceMirroringController(context),
    ...(options.serviceLb === false ? [] : [createServiceLbController(context)]),
    createGarbageCollector(context, options.resources),
    createResourceQuotaController(context, options.resources),
    createApiServiceAvailability(context, options.reach),
    createEventExpiry(context),
  ]
}

/** Runs them all until the function returned is called. The informers may start before or after. */
export function runControllers(context: Context, options: ControllersOptions): () => void {
  const stops = createControllers(context, options).map((controller) => runController(context, controller))
  return () => stops.forEach((stop) => stop())
}
