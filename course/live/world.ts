// The objects of a cluster that the live view is made of, as they come over the wire.
import type {
  ApiObject,
  Claim,
  Condition,
  CronJob,
  EndpointSlice,
  Ingress,
  IngressClass,
  Job,
  KubeEvent,
  Pod,
  Service,
  StorageClass,
  Volume,
} from '../../diagnose/objects.ts'

export interface Node extends ApiObject {
  spec?: { unschedulable?: boolean; taints?: { key: string; value?: string; effect: string }[] }
  status?: { conditions?: Condition[] }
}

export interface Deployment extends ApiObject {
  spec: { replicas?: number }
  status?: { readyReplicas?: number; conditions?: Condition[] }
}

/** One list for each path that is watched. */
export interface World {
  nodes: Node[]
  pods: Pod[]
  claims: Claim[]
  volumes: Volume[]
  classes: StorageClass[]
  deployments: Deployment[]
  jobs: Job[]
  cronJobs: CronJob[]
  services: Service[]
  slices: EndpointSlice[]
  ingresses: Ingress[]
  ingressClasses: IngressClass[]
  events: KubeEvent[]
}

/** Where each list is, and the kind of its items (lists leave it out). */
export const watched: Record<keyof World, { path: string; kind: string }> = {
  nodes: { path: '/api/v1/nodes', kind: 'Node' },
  pods: { path: '/api/v1/pods', kind: 'Pod' },
  claims: { path: '/api/v1/persistentvolumeclaims', kind: 'PersistentVolumeClaim' },
  volumes: { path: '/api/v1/persistentvolumes', kind: 'PersistentVolume' },
  classes: { path: '/apis/storage.k8s.io/v1/storageclasses', kind: 'StorageClass' },
  deployments: { path: '/apis/apps/v1/deployments', kind: 'Deployment' },
  jobs: { path: '/apis/batch/v1/jobs', kind: 'Job' },
  cronJobs: { path: '/apis/batch/v1/cronjobs', kind: 'CronJob' },
  services: { path: '/api/v1/services', kind: 'Service' },
  slices: { path: '/apis/discovery.k8s.io/v1/endpointslices', kind: 'EndpointSlice' },
  ingresses: { path: '/apis/networking.k8s.io/v1/ingresses', kind: 'Ingress' },
  ingressClasses: { path: '/apis/networking.k8s.io/v1/ingressclasses', kind: 'IngressClass' },
  events: { path: '/api/v1/events', kind: 'Event' },
}

/** Namespaces of the engine's own parts: they differ between engines and are nobody's homework. */
export function isSystem(namespace: string | undefined): boolean {
  return namespace !== undefined && (namespace.startsWith('kube-') || systemNamespaces.has(namespace))
}

const systemNamespaces = new Set(['local-path-storage', 'ingress-nginx', 'timonel-system'])
