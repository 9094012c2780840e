// The resources that the simulation's own parts work with, typed: client.get(pods, namespace, name) is a Pod.
import type {
  APIService,
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  ControllerRevision,
  CSIDriver,
  CronJob,
  CSINode,
  CSIStorageCapacity,
  CustomResourceDefinition,
  DaemonSet,
  Deployment,
  Endpoints,
  EndpointSlice,
  Event,
  HorizontalPodAutoscaler,
  Ingress,
  IngressClass,
  Job,
  Lease,
  LimitRange,
  Namespace,
  NetworkPolicy,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PriorityClass,
  PodDisruptionBudget,
  ReplicaSet,
  ReplicationController,
  ResourceQuota,
  Role,
  RoleBinding,
  Secret,
  Service,
  ServiceAccount,
  StatefulSet,
  StorageClass,
  VolumeAttachment,
  VolumeAttributesClass,
} from '../generated/types.ts'
import type { KubeObject, ResourceRef } from './object.ts'

function core<T extends KubeObject>(kind: string, plural: string, namespaced = true): ResourceRef<T> {
  return { group: '', version: 'v1', plural, kind, namespaced }
}

function grouped<T extends KubeObject>(group: string, kind: string, plural: string, namespaced = true): ResourceRef<T> {
  return { group, version: 'v1', plural, kind, namespaced }
}

export const configMaps = core<ConfigMap>('ConfigMap', 'configmaps')
export const endpoints = core<Endpoints>('Endpoints', 'endpoints')
export const events = core<Event>('Event', 'events')
export const namespaces = core<Namespace>('Namespace', 'namespaces', false)
export const nodes = core<Node>('Node', 'nodes', false)
export const persistentVolumeClaims = core<PersistentVolumeClaim>('PersistentVolumeClaim', 'persistentvolumeclaims')
export const persistentVolumes = core<PersistentVolume>('PersistentVolume', 'persistentvolumes', false)
export const pods = core<Pod>('Pod', 'pods')
export const replicationControllers = core<ReplicationController>('ReplicationController', 'replicationcontrollers')
export const secrets = core<Secret>('Secret', 'secrets')
export const serviceAccounts = core<ServiceAccount>('ServiceAccount', 'serviceaccounts')
export const services = core<Service>('Service', 'services')
export const deployments = grouped<Deployment>('apps', 'Deployment', 'deployments')
export const replicaSets = grouped<ReplicaSet>('apps', 'ReplicaSet', 'replicasets')
export const statefulSets = grouped<StatefulSet>('apps', 'StatefulSet', 'statefulsets')
export const daemonSets = grouped<DaemonSet>('apps', 'DaemonSet', 'daemonsets')
export const controllerRevisions = grouped<ControllerRevision>('apps', 'ControllerRevision', 'controllerrevisions')
export const endpointSlices = grouped<EndpointSlice>('discovery.k8s.io', 'EndpointSlice', 'endpointslices')
export const ingressClasses = grouped<IngressClass>('networking.k8s.io', 'IngressClass', 'ingressclasses', false)
export const ingresses = grouped<Ingress>('networking.k8s.io', 'Ingress', 'ingresses')
export const networkPolicies = grouped<NetworkPolicy>('networking.k8s.io', 'NetworkPolicy', 'networkpolicies')
export const leases = grouped<Lease>('coordination.k8s.io', 'Lease', 'leases')
export const storageClasses = grouped<StorageClass>('storage.k8s.io', 'StorageClass', 'storageclasses', false)
export const jobs = grouped<Job>('batch', 'Job', 'jobs')
export const cronJobs = grouped<CronJob>('batch', 'CronJob', 'cronjobs')
export const csiDrivers = grouped<CSIDriver>('storage.k8s.io', 'CSIDriver', 'csidrivers', false)
export const volumeAttachments = grouped<VolumeAttachment>(
  'storage.k8s.io',
  'VolumeAttachment',
  'volumeattachments',
  false,
)
export const volumeAttributesClasses = grouped<VolumeAttributesClass>(
  'storage.k8s.io',
  'VolumeAttributesClass',
  'volumeattributesclasses',
  false,
)
export const csiNodes = grouped<CSINode>('storage.k8s.io', 'CSINode', 'csinodes', false)
export const csiStorageCapacities = grouped<CSIStorageCapacity>(
  'storage.k8s.io',
  'CSIStorageCapacity',
  'csistoragecapacities',
)
export const podDisruptionBudgets = grouped<PodDisruptionBudget>(
  'policy',
  'PodDisruptionBudget',
  'poddisruptionbudgets',
)
export const priorityClasses = grouped<PriorityClass>('scheduling.k8s.io', 'PriorityClass', 'priorityclasses', false)
export const apiServices = grouped<APIService>('apiregistration.k8s.io', 'APIService', 'apiservices', false)
export const customResourceDefinitions = grouped<CustomResourceDefinition>(
  'apiextensions.k8s.io',
  'CustomResourceDefinition',
  'customresourcedefinitions',
  false,
)
export const horizontalPodAutoscalers: ResourceRef<HorizontalPodAutoscaler> = {
  ...grouped<HorizontalPodAutoscaler>('autoscaling', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'),
  version: 'v2',
}
export const resourceQuotas = core<ResourceQuota>('ResourceQuota', 'resourcequotas')
export const limitRanges = core<LimitRange>('LimitRange', 'limitranges')

const rbacGroup = 'rbac.authorization.k8s.io'
export const roles = grouped<Role>(rbacGroup, 'Role', 'roles')
export const clusterRoles = grouped<ClusterRole>(rbacGroup, 'ClusterRole', 'clusterroles', false)
export const roleBindings = grouped<RoleBinding>(rbacGroup, 'RoleBinding', 'rolebindings')
export const clusterRoleBindings = grouped<ClusterRoleBinding>(
  rbacGroup,
  'ClusterRoleBinding',
  'clusterrolebindings',
  false,
)
