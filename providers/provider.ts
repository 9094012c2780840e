// A way of getting a cluster. Everything above a provider knows the kubeconfig it gives, and nothing else.

export interface NodeSpec {
  /** RFC 1123 name: `nodo1`. */
  name: string
  labels?: Record<string, string>
  /** As kubectl writes them: `gpu=true:NoSchedule`. */
  taints?: string[]
  /** Quantities; only the embedded engine can make them up, so a lab that runs everywhere leaves them out. */
  capacity?: { cpu?: string; memory?: string; pods?: string }
}

/** Somebody besides the administrator, as the API server knows them. */
export interface UserSpec {
  /** The user's name, and that of their context in the kubeconfig: `desarrolladora`. */
  name: string
  groups: string[]
}

/** An image that a lab brings: files over busybox:1.36, so that the same scripts run on every engine. */
export interface LabImage {
  /** As a manifest names it: `mi-imagen-backup-mariadb:1.0`. */
  image: string
  /** Absolute path → text. Those that begin with `#!` can be executed. */
  files: Record<string, string>
  entrypoint?: string[]
  command?: string[]
  env?: Record<string, string>
  workdir?: string
  /** User id; 0 unless told. */
  user?: number
}

export interface ClusterSpec {
  /** Names the cluster for good: the same id gives the same cluster back after a restart. Lower case, digits, hyphens. */
  id: string
  nodes: NodeSpec[]
  /** An ingress controller that answers, with a default class. */
  ingress: boolean
  /** A provisioner for dynamic volumes, with a default StorageClass `local-path`. */
  storage: boolean
  /** What nodes and pods use is measured (metrics-server): `kubectl top`, and autoscaling by it. */
  metrics?: boolean
  /** False: Services of type LoadBalancer stay `<pending>` until somebody installs who gives them an address. */
  serviceLb?: boolean
  /** What the nodes have besides busybox:1.36. */
  images?: LabImage[]
  /** How many times faster than real the cluster's clock runs; engines without a clock of their own ignore it. */
  clockRate?: number
  /** It need not outlive the process that asks for it, so the embedded engine keeps nothing of it on disk. */
  passing?: boolean
  /** Each gets a context of its own in the kubeconfig; what they may do is for the lab's seed to say. */
  users?: UserSpec[]
}

/** What a cluster that is not there yet is doing; `stage` is stable, `text` is Spanish for people. */
export interface Progress {
  stage: 'pulling' | 'starting' | 'joining' | 'ready'
  text: string
}

export interface Cluster extends AsyncDisposable {
  readonly id: string
  /** YAML text. Its current context is the administrator's; see `asUser` for the others. The `timonel` extension of its cluster (see {@link KubeconfigExtension}) says what the page may show. */
  readonly kubeconfig: string
  /** Removes the cluster and all it held. Safe to call twice. */
  stop(): Promise<void>
}

/** What a provider writes under `clusters[0].cluster.extensions` with the name `timonel`. */
export interface KubeconfigExtension {
  engine: ProviderName
  /** `v1.35.1`. */
  kubernetes: string
  /** Milliseconds from asking for the cluster to its being ready. */
  readyMs: number
  /** Where the cluster's ingress answers from the learner's machine: `http://127.0.0.1:8081`. */
  ingress?: string
  /** Where it answers in TLS; embedded only. The other ports that the cluster opens are told by `/timonel/v1/ports`. */
  ingressTls?: string
  /** Of each node, the container that is its machine; the first is the control plane. k3s only. */
  machines?: Record<string, string>
}

export type ProviderName = 'embedded' | 'k3s' | 'existing'

export interface Provider {
  readonly name: ProviderName
  /** undefined when it can start clusters here; otherwise a Spanish sentence that says why not. */
  unavailable(): Promise<string | undefined>
  /** A new cluster, or the one that already has this id. Rejects with an Error whose message is Spanish and says the way out. */
  start(spec: ClusterSpec, onProgress?: (progress: Progress) => void, signal?: AbortSignal): Promise<Cluster>
  /** Gets ready what every start needs, so that the first one is no slower than the rest. */
  warm?(): Promise<void>
  /** Ends what this provider runs for this process (not the clusters kept on disk) and what an earlier crash left behind. */
  close(): Promise<void>
}
