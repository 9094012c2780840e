// What the page shows of a cluster: one small record for each object, the same on every engine.
import type { Diagnosis } from '../../diagnose/diagnosis.ts'

/** How an object is doing, for colour and sign; never without its `word`. */
export type Tone = 'good' | 'waiting' | 'bad' | 'ended'

interface Item<K extends string> {
  /** `Pod/default/web`; names the item for good. */
  key: string
  kind: K
  name: string
  /** undefined for what has no namespace. */
  namespace: string | undefined
  /** RFC 3339, in the cluster's time. */
  created: string
  /** Its state as kubectl's columns have it: `Running`, `Bound`. */
  word: string
  tone: Tone
  /** Why it is not as it should be. */
  why?: Diagnosis
}

export interface NodeItem extends Item<'Node'> {
  /** As kubectl writes them. */
  taints: string[]
  cordoned: boolean
}

export interface PodItem extends Item<'Pod'> {
  node: string | undefined
  ready: number
  containers: number
  restarts: number
  ip: string | undefined
  /** Claims that it mounts. */
  claims: string[]
}

export interface ClaimItem extends Item<'PersistentVolumeClaim'> {
  asks: string
  got: string | undefined
  volume: string | undefined
  storageClass: string | undefined
  modes: string
}

export interface VolumeItem extends Item<'PersistentVolume'> {
  capacity: string
  /** `default/pvc-datos`. */
  claim: string | undefined
  storageClass: string
  modes: string
  policy: string
}

export interface ClassItem extends Item<'StorageClass'> {
  provisioner: string
  binding: string
  byDefault: boolean
}

export interface DeploymentItem extends Item<'Deployment'> {
  ready: number
  desired: number
}

export interface JobItem extends Item<'Job'> {
  /** Of how many pods that have to come to a good end. */
  succeeded: number
  completions: number
}

export interface CronJobItem extends Item<'CronJob'> {
  /** `0 2 * * *`. */
  schedule: string
  timeZone: string | undefined
  active: number
}

export interface ServiceItem extends Item<'Service'> {
  type: string
  ip: string | undefined
  /** `3307→3306`. */
  ports: string[]
  ready: number
  endpoints: number
}

export interface IngressItem extends Item<'Ingress'> {
  ingressClass: string | undefined
  rules: { host: string; path: string; service: string; port: string }[]
}

export interface EventItem extends Item<'Event'> {
  /** `Warning` or `Normal` is in `word`. */
  reason: string
  message: string
  /** `pod/web`. */
  about: string
  count: number
  /** RFC 3339. */
  last: string
}

export type LiveItem =
  | NodeItem
  | PodItem
  | ClaimItem
  | VolumeItem
  | ClassItem
  | DeploymentItem
  | JobItem
  | CronJobItem
  | ServiceItem
  | IngressItem
  | EventItem

/** What changed since the last one; the first after connecting has all. */
export interface LiveChange {
  /** Forget what was known before: `put` is everything. */
  whole: boolean
  put: LiveItem[]
  /** Keys. */
  gone: string[]
  /** Newest resourceVersion among what is shown, events and heartbeats apart. Decimal. */
  revision: string
}
