// What a resource's file says of it: everything that is special about ONE resource, over one generic server.
// Names, scope, verbs, short names, columns and types come from sim/generated; a strategy adds behaviour.
import type { FieldError } from '../api/field-errors.ts'
import type { KubeObject, ResourceRef } from '../api/object.ts'
import type { TableColumn } from '../api/schema.ts'
import type { UserInfo } from '../api/user.ts'

/** What admission and allocation may see of the cluster: the state at this instant, frozen objects. */
export interface ClusterView {
  /** RFC 3339, whole seconds: the one `now` of the request. */
  readonly now: string
  readonly nowMs: number
  get<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string): T | undefined
  /** All objects of a resource; of one namespace unless it is ''. */
  list<T extends KubeObject>(ref: ResourceRef<T>, namespace?: string): T[]
  /** A number in [0, 1): the cluster's seeded source of chance (generated names, addresses). */
  random(): number
  /** The request only asks what would happen (`dryRun=All`): addresses and ports are proposed, as the real allocators do then. */
  readonly dryRun?: boolean
}

/** Who writes, and the name in the URL ('' where it has none). */
export interface Requester {
  user: UserInfo
  name: string
}

/** One cell of a server-printed row. */
type Cell = string | number | boolean | null

/** Behaviour of a subresource that is a view of its parent (`status`): which part of the sent object counts. */
interface StatusStrategy<T> {
  /** Changes `object` (what was sent) so that only what belongs to this subresource differs from `old`. Default: everything but `status` and managedFields comes from old. */
  prepare?(object: T, old: T, view: ClusterView): void
  validate?(object: T, old: T): FieldError[]
}

/** Behaviour of a subresource through which a part of the spec is written (`ephemeralcontainers`, `resize`). */
export interface ViewStrategy<T> {
  /** Changes `object` (what was sent) so that only what belongs to this subresource differs from `old`. */
  prepare(object: T, old: T): void
  /** What may not change. Runs besides the resource's own `validate`, instead of its `validateUpdate`. */
  validateUpdate(object: T, old: T): FieldError[]
}

/** How `/scale` reads and writes a workload; paths are those that the HPA and `kubectl scale` rely on. */
export interface ScaleStrategy<T> {
  replicas(object: T): number
  setReplicas(object: T, replicas: number): void
  statusReplicas(object: T): number
  selector(object: T): string
}

interface CustomFacts<T> {
  names: { singular?: string; shortNames?: string[]; categories?: string[] }
  /** Those after the name. */
  columns: TableColumn[]
  /** Its openAPIV3Schema, for those who ask what it looks like. */
  schema: object
  /** Takes out what its schema does not know; gives the paths. */
  prune(object: T): string[]
}

/**
 * One more group version of objects that are stored as another says: what comes in is converted to that form, what goes
 * out back from it. k8s: apiserver/pkg/endpoints/handlers, runtime.Scheme conversion
 */
export interface StoredAs<T extends KubeObject> {
  /** Of the stored version, with what this one asks for besides. */
  readonly strategy: ResourceStrategy
  toStored(this: void, object: T): KubeObject
  /** `object` is frozen. */
  fromStored(this: void, object: KubeObject): T
  /** Names of fields in selectors where the stored form has others; when given, others are refused. */
  readonly fields?: Readonly<Record<string, string>>
}

/**
 * The strategy of one resource. Hooks run in this order:
 * create: decode → defaults → admit → prepareForCreate → validate → store;
 * update: decode → defaults → prepareForUpdate → admit → validate, validateUpdate → store.
 * Objects passed to them are mutable copies; `old` is frozen.
 */
export interface ResourceStrategy<T extends KubeObject = KubeObject> {
  readonly ref: ResourceRef<T>
  /** Full name of its type in sim/generated, e.g. `io.k8s.api.core.v1.Pod`. */
  readonly type: string
  /** Fills in what the user left out. Pure. k8s: pkg/apis/GROUP/VERSION/defaults.go */
  defaults?(object: T): void
  /** Mutating admission that needs the cluster (default class, ServiceAccount, tolerations); throws ApiError to refuse. */
  admit?(object: T, view: ClusterView, old?: T): void
  /** What depends on who writes: throws ApiError to refuse. Not asked for what the cluster's own parts write. Runs after `admit`. */
  guard?(object: T, view: ClusterView, by: Requester, old?: T): void
  /** Clears what a creator may not set (status), sets generation, allocates addresses. k8s: strategy.PrepareForCreate */
  prepareForCreate?(object: T, view: ClusterView): void
  prepareForUpdate?(object: T, old: T, view: ClusterView): void
  /** Every fault of a new or changed object (then `old` is what stands), besides its ObjectMeta's (the server checks that with `nameRule`). k8s: validation.Validate… */
  validate?(object: T, view: ClusterView, old?: T): FieldError[]
  /** What an update may not change. Runs besides `validate`. */
  validateUpdate?(object: T, old: T, view: ClusterView): FieldError[]
  /** Rule for metadata.name: returns sentences, none when it is well. Default: RFC 1123 subdomain. k8s: ValidateXName */
  nameRule?(name: string, prefix: boolean): string[]
  /** Said in the Warning header of every request for this resource. k8s: APILifecycleDeprecated */
  readonly deprecation?: string
  /** Validating admission: refuses, by throwing ApiError, what is well formed and not allowed here (limit ranges). Runs after `validate`. */
  permit?(object: T, view: ClusterView, old?: T): void
  /** Advice for the Warning header. */
  warnings?(object: T, old: T | undefined): string[]
  /** True when spec changes bump metadata.generation (those with a status). */
  readonly generation?: boolean
  readonly status?: StatusStrategy<T>
  /** Subresources that are a view of a part of the spec, by name. */
  readonly views?: Readonly<Record<string, ViewStrategy<T>>>
  readonly scale?: ScaleStrategy<T>
  /** Of a resource that somebody added to the API: what the recorded facts say of the others. */
  readonly custom?: CustomFacts<T>
  /** Set where this is but another version of what `storedAs.strategy` is about. */
  readonly storedAs?: StoredAs<T>
  /** May PUT create (k8s: AllowCreateOnUpdate)? */
  readonly createOnUpdate?: boolean
  /** May an update come without resourceVersion (k8s: AllowUnconditionalUpdate)? Default true. */
  readonly unconditionalUpdate?: boolean
  /** What it owns stays when a delete does not say what becomes of it (k8s: DefaultGarbageCollectionPolicy). */
  readonly orphansByDefault?: boolean
  /** Keeps it, once it is to go, until somebody has cleaned up after it. */
  readonly finalizerOnDelete?: string
  /** Fields for `fieldSelector` besides metadata.name and metadata.namespace. */
  selectableFields?(object: T): Record<string, string>
  /** Cells in the order of the recorded columns of this resource. `age` cells: {@link ageCell}. */
  row?(object: T, view: { now: number }): Cell[]
  /** Seconds of grace that a delete gets when it asks for none; absent: deletes at once. Pod only. */
  gracePeriodSeconds?(object: T): number
}

/** Gives a strategy its types; the folder's index is the registry. */
export function defineResource<T extends KubeObject>(strategy: ResourceStrategy<T>): ResourceStrategy<T> {
  return strategy
}
