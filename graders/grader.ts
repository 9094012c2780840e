// What a lab's grader.ts is made of. Checks see a cluster through its API and nothing else, so one grader serves every engine.
import type { KubeConfig } from '@kubernetes/client-node'
import type { Evidence } from './verdict.ts'

/** What a check looked at: evidence, and whether it is as it should be. All four fields are required, so no check can fail without saying what it saw. */
export interface Finding extends Evidence {
  holds: boolean
  /** It does not hold, and nothing in the cluster will change that by itself: the check need not wait any longer. */
  settled?: boolean
}

/** The cluster as a check sees it. Any rejection (no answer, 5xx, timeout) makes the check an `error`, never a `fail`. */
export interface ClusterReader {
  readonly kubeConfig: KubeConfig
  /** undefined when the object is not there. */
  get<T>(apiVersion: string, kind: string, name: string, namespace?: string): Promise<T | undefined>
  /** Of one namespace, or of all when it is left out. */
  list<T>(apiVersion: string, kind: string, namespace?: string, labelSelector?: string): Promise<T[]>
  /** What a container wrote on its standard streams in its present life; undefined while there is nothing to read. */
  log(of: { namespace: string; pod: string; container: string }): Promise<string | undefined>
  /**
   * One HTTP request from inside the cluster to a Service's port, through the API server's proxy; redirects are not followed.
   * `host` sets the Host header. A service without a ready pod gives the proxy's own 503.
   */
  http(request: {
    namespace: string
    service: string
    port: number | string
    path: string
    host?: string
  }): Promise<{ status: number; body: string }>
  /** The same cluster as one of the lab's users sees it: what they may not read rejects. Rejects, on first use, where the kubeconfig has nobody of that name. */
  as(user: string): ClusterReader
  /** What the cluster itself says when whose reader this is asks whether they may (`kubectl auth can-i`). */
  may(access: Access): Promise<boolean>
}

/** An action on a resource. */
export interface Access {
  verb: string
  /** `persistentvolumeclaims`. */
  resource: string
  /** `apps`; none for the core API. */
  group?: string
  /** None for what has no namespace, or for all of them. */
  namespace?: string
}

export interface Check {
  /** Unique in its lab, kebab-case. */
  id: string
  /** Spanish, what must be true: «La PVC `pvc-datos-mariadb` está Bound». */
  title: string
  task: number
  /** How long to wait for it to hold, in cluster time. Default 20,000. */
  withinMs?: number
  /** It must stay true this long, in cluster time, once it holds. */
  holdsForMs?: number
  /** Checks that must pass first; otherwise this one is skipped. */
  needs?: string[]
  maxScore?: number
  visibility?: 'visible' | 'hidden'
  /** All findings must hold; the failing ones become the evidence. */
  observe: Observe
}

/** One look at the cluster. */
export type Observe = (cluster: ClusterReader) => Promise<Finding | Finding[]>

export interface Grader {
  checks: Check[]
}

/** Gives a lab's checks their types and makes sure that ids are unique and `needs` name them. Throws on an author's slip. */
export function defineGrader(checks: Check[]): Grader {
  const ids = new Set<string>()
  for (const check of checks) {
    if (ids.has(check.id)) throw new Error(`dos comprobaciones se llaman «${check.id}»`)
    ids.add(check.id)
    for (const needed of check.needs ?? []) {
      if (!ids.has(needed)) throw new Error(`«${check.id}» depende de «${needed}», que no está antes que ella`)
    }
  }
  return { checks }
}
