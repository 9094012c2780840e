// Every resource that the API server serves, one line each. A resource is its file; the rest is derived.
import { clusterRoleBindingStrategy } from './clusterrolebindings.ts'
import { clusterRoleStrategy } from './clusterroles.ts'
import { apiServiceStrategy } from './apiservices.ts'
import { configMapStrategy } from './configmaps.ts'
import { controllerRevisionStrategy } from './controllerrevisions.ts'
import { cronJobStrategy } from './cronjobs.ts'
import { customResourceDefinitionStrategy } from './customresourcedefinitions.ts'
import { daemonSetStrategy } from './daemonsets.ts'
import { deploymentStrategy } from './deployments.ts'
import { endpointsStrategy } from './endpoints.ts'
import { endpointSliceStrategy } from './endpointslices.ts'
import { eventStrategy } from './events.ts'
import { horizontalPodAutoscalerStrategy } from './horizontalpodautoscalers.ts'
import { ingressClassStrategy } from './ingressclasses.ts'
import { ingressStrategy } from './ingresses.ts'
import { jobStrategy } from './jobs.ts'
import { leaseStrategy } from './leases.ts'
import { limitRangeStrategy } from './limitranges.ts'
import { namespaceStrategy } from './namespaces.ts'
import { networkPolicyStrategy } from './networkpolicies.ts'
import { nodeStrategy } from './nodes.ts'
import { persistentVolumeClaimStrategy } from './persistentvolumeclaims.ts'
import { persistentVolumeStrategy } from './persistentvolumes.ts'
import { podDisruptionBudgetStrategy } from './poddisruptionbudgets.ts'
import { podStrategy } from './pods.ts'
import { priorityClassStrategy } from './priorityclasses.ts'
import { replicaSetStrategy } from './replicasets.ts'
import { replicationControllerStrategy } from './replicationcontrollers.ts'
import type { ResourceStrategy } from './resource.ts'
import { resourceQuotaStrategy } from './resourcequotas.ts'
import { roleBindingStrategy } from './rolebindings.ts'
import { roleStrategy } from './roles.ts'
import { secretStrategy } from './secrets.ts'
import { serviceAccountStrategy } from './serviceaccounts.ts'
import { serviceStrategy } from './services.ts'
import { statefulSetStrategy } from './statefulsets.ts'
import { storageClassStrategy } from './storageclasses.ts'
import { volumeAttributesClassStrategy } from './volumeattributesclasses.ts'
import { volumeAttachmentStrategy } from './volumeattachments.ts'
import { csiStorageCapacityStrategy } from './csistoragecapacities.ts'
import { csiNodeStrategy } from './csinodes.ts'
import { csiDriverStrategy } from './csidrivers.ts'

export const resources: ResourceStrategy[] = [
  namespaceStrategy,
  nodeStrategy,
  podStrategy,
  serviceStrategy,
  endpointsStrategy,
  endpointSliceStrategy,
  configMapStrategy,
  secretStrategy,
  serviceAccountStrategy,
  eventStrategy,
  persistentVolumeStrategy,
  persistentVolumeClaimStrategy,
  storageClassStrategy,
  csiDriverStrategy,
  csiNodeStrategy,
  csiStorageCapacityStrategy,
  volumeAttachmentStrategy,
  volumeAttributesClassStrategy,
  deploymentStrategy,
  replicaSetStrategy,
  replicationControllerStrategy,
  statefulSetStrategy,
  daemonSetStrategy,
  controllerRevisionStrategy,
  jobStrategy,
  cronJobStrategy,
  priorityClassStrategy,
  podDisruptionBudgetStrategy,
  horizontalPodAutoscalerStrategy,
  ingressStrategy,
  ingressClassStrategy,
  networkPolicyStrategy,
  leaseStrategy,
  apiServiceStrategy,
  customResourceDefinitionStrategy,
  resourceQuotaStrategy,
  limitRangeStrategy,
  roleStrategy,
  clusterRoleStrategy,
  roleBindingStrategy,
  clusterRoleBindingStrategy,
]
