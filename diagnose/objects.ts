// The fields of API objects that diagnoses and checks read, as they come over the wire (times are text).

export interface Meta {
  name: string
  namespace?: string
  uid?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  deletionTimestamp?: string
  ownerReferences?: { kind: string; name: string; uid: string }[]
}

export interface ApiObject {
  apiVersion?: string
  kind?: string
  metadata: Meta
}

export interface Condition {
  type: string
  status: string
  reason?: string
  message?: string
}

/** Its numbers are there once the server has filled them in. */
export interface ProbeSpec {
  initialDelaySeconds?: number
  periodSeconds?: number
  failureThreshold?: number
}

export interface LabelSelector {
  matchLabels?: Record<string, string>
  matchExpressions?: { key: string; operator: string; values?: string[] }[]
}

export interface Claim extends ApiObject {
  spec: {
    accessModes?: string[]
    storageClassName?: string
    volumeMode?: string
    volumeName?: string
    selector?: LabelSelector
    resources?: { requests?: { storage?: string } }
  }
  status?: { phase?: string; capacity?: { storage?: string } }
}

export interface Volume extends ApiObject {
  spec: {
    accessModes?: string[]
    capacity?: { storage?: string }
    storageClassName?: string
    volumeMode?: string
    persistentVolumeReclaimPolicy?: string
    claimRef?: { namespace?: string; name?: string; uid?: string }
  }
  status?: { phase?: string }
}

export interface StorageClass extends ApiObject {
  provisioner: string
  volumeBindingMode?: string
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string }
  running?: { startedAt?: string }
  terminated?: { exitCode: number; reason?: string; message?: string; finishedAt?: string }
}

export interface ContainerStatus {
  name: string
  ready: boolean
  started?: boolean
  restartCount: number
  state?: ContainerState
  lastState?: ContainerState
}

export interface Pod extends ApiObject {
  spec: {
    nodeName?: string
    restartPolicy?: string
    containers: {
      name: string
      image?: string
      ports?: { name?: string; containerPort: number; hostPort?: number; protocol?: string }[]
      livenessProbe?: ProbeSpec
      startupProbe?: ProbeSpec
      readinessProbe?: ProbeSpec
    }[]
    volumes?: { name: string; persistentVolumeClaim?: { claimName: string } }[]
  }
  status?: {
    phase?: string
    podIP?: string
    conditions?: Condition[]
    containerStatuses?: ContainerStatus[]
  }
}

export interface JobSpec {
  completions?: number
  parallelism?: number
  completionMode?: string
  backoffLimit?: number
  activeDeadlineSeconds?: number
  ttlSecondsAfterFinished?: number
  suspend?: boolean
  template: { spec: PodTemplate }
}

/** The pod that a Job makes: its containers whole, as the server keeps them. */
export interface PodTemplate {
  restartPolicy?: string
  containers: { name: string; image?: string; command?: string[]; args?: string[]; env?: object[] }[]
}

export interface Job extends ApiObject {
  spec: JobSpec
  status?: {
    conditions?: Condition[]
    active?: number
    succeeded?: number
    failed?: number
    completedIndexes?: string
    failedIndexes?: string
  }
}

export interface CronJob extends ApiObject {
  spec: {
    schedule: string
    timeZone?: string
    suspend?: boolean
    concurrencyPolicy?: string
    startingDeadlineSeconds?: number
    jobTemplate: { spec: JobSpec }
  }
  status?: {
    active?: { name?: string }[]
    lastScheduleTime?: string
    lastSuccessfulTime?: string
  }
}

export interface KubeEvent extends ApiObject {
  type?: string
  reason?: string
  message?: string
  count?: number
  involvedObject: { kind?: string; namespace?: string; name?: string; uid?: string; fieldPath?: string }
  firstTimestamp?: string | null
  lastTimestamp?: string | null
  eventTime?: string | null
  series?: { count?: number; lastObservedTime?: string }
}

export interface ServicePort {
  name?: string
  port: number
  targetPort?: number | string
  nodePort?: number
}

export interface Service extends ApiObject {
  spec: { type?: string; selector?: Record<string, string>; ports?: ServicePort[]; externalName?: string }
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } }
}

export interface EndpointSlice extends ApiObject {
  /** null, not an empty list, when there are none. */
  endpoints?:
    | {
        addresses: string[]
        conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean }
        targetRef?: { kind?: string; name?: string }
      }[]
    | null
}

export interface IngressPath {
  path?: string
  pathType?: string
  backend: { service?: { name: string; port?: { name?: string; number?: number } } }
}

export interface Ingress extends ApiObject {
  spec: {
    ingressClassName?: string
    defaultBackend?: IngressPath['backend']
    rules?: { host?: string; http?: { paths: IngressPath[] } }[]
    tls?: { hosts?: string[] }[]
  }
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } }
}

export interface IngressClass extends ApiObject {
  spec?: { controller?: string }
}
