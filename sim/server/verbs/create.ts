// Create. k8s: apiserver/pkg/registry/generic/registry/store.go Create, registry/rest/create.go BeforeCreate
import { copyTree } from '../../api/copy-tree.ts'
import { ApiError, alreadyExists, badRequest, failure, invalid, notFound, unsorted } from '../../api/status.ts'
import type { KubeObject } from '../../api/object.ts'
import { validateObjectMeta } from '../../api/meta-validation.ts'
import { nameIsSubdomain } from '../../api/names.ts'
import { recordUpdate } from '../../api/managed-fields.ts'
import { namespaces } from '../../api/refs.ts'
import { admitPodSecurity } from '../../resources/pod-security/admission.ts'
import { chargesOf } from '../../resources/quota/admission.ts'
import type { ClusterView, ResourceStrategy } from '../../resources/resource.ts'
import type { Target, WriteOptions } from '../api.ts'
import { generateName } from '../generate-name.ts'
import { type Machine, sealed, storeKey, viewOf } from '../machine.ts'
import { payCharges } from '../quota.ts'
import { newUid } from '../uid.ts'

/** Attempts at a generated name before the client is told that all were taken. */
const generatedNamesMax = 8

/** Stores a new object and gives it back; with dryRun, what would have been stored. */
export function create(machine: Machine, target: Target, body: KubeObject, options: WriteOptions): KubeObject {
  const { strategy } = target
  const view = viewOf(machine, options.dryRun ?? false)
  const generated = !body.metadata?.name && Boolean(body.metadata?.generateName)
  for (let attempt = 1; ; attempt++) {
    try {
      return store(machine, target, prepared(machine, target, body, view, options), options)
    } catch (error) {
      const taken = error instanceof ApiError && error.reason === 'AlreadyExists'
      if (!taken || !generated) throw error
      if (attempt === generatedNamesMax) throw alreadyExists(strategy.ref, String(error.status.details?.name ?? ''))
    }
  }
}

function prepared(
  machine: Machine,
  { strategy, namespace, name }: Target,
  body: KubeObject,
  view: ClusterView,
  options: WriteOptions,
): KubeObject {
  const object = copyTree(body)
  const meta = (object.metadata ??= {})
  if (meta.resourceVersion) throw unsorted('resourceVersion should not be set on objects to be created')
  placeInNamespace(object, strategy, namespace)
  if (name && !meta.name) meta.name = name
  strategy.custom?.prune(object)
  strategy.defaults?.(object)
  if (!options.managedFieldsDone) {
    recordUpdate(object, undefined, {
      type: strategy.type,
      manager: options.fieldManager ?? 'unknown',
      subresource: '',
      now: view.now,
    })
  }
  admitIntoNamespace(strategy, object, view)
  strategy.admit?.(object, view)
  if (options.user) strategy.guard?.(object, view, { user: options.user, name })
  if (!meta.name && meta.generateName) meta.name = generateName(meta.generateName, () => view.random())
  delete meta.deletionTimestamp
  delete meta.deletionGracePeriodSeconds
  // A Job's labels are of its uid.
  meta.uid = newUid(() => machine.random())
  meta.creationTimestamp = view.now
  strategy.prepareForCreate?.(object, view)
  if (strategy.generation) meta.generation = 1
  else delete meta.generation
  refuseInvalid(strategy, object, [
    ...validateObjectMeta(meta, strategy.ref.namespaced, nameRuleOf(strategy)),
    ...(strategy.validate?.(object, view) ?? []),
  ])
  strategy.permit?.(object, view)
  for (const sentence of strategy.warnings?.(object, undefined) ?? []) options.warn?.(sentence)
  admitPodSecurity({ ref: strategy.ref, object }, view, options.warn)
  // As it is read back: what was prepared gets its defaults too (a Job, the labels of its template).
  strategy.defaults?.(object)
  return object
}

/** A subdomain, where the resource does not say otherwise. */
function nameRuleOf(strategy: ResourceStrategy): typeof nameIsSubdomain {
  return (name, prefix) => strategy.nameRule?.(name, prefix) ?? nameIsSubdomain(name, prefix)
}

/** Throws 422 with every fault, if there is one. */
export function refuseInvalid(
  { ref }: ResourceStrategy,
  object: KubeObject,
  errors: Parameters<typeof invalid>[2],
): void {
  if (errors.length > 0) throw invalid(ref, object.metadata.name ?? '', errors)
}

/** An object goes where its URL says; a body that says otherwise is refused. k8s: rest.EnsureObjectNamespaceMatchesRequestNamespace */
export function placeInNamespace({ metadata }: KubeObject, { ref }: ResourceStrategy, namespace: string): void {
  if (!ref.namespaced) {
    delete metadata.namespace
    return
  }
  if (!metadata.namespace) metadata.namespace = namespace
  if (metadata.namespace === namespace) return
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
}

/** k8s: plugin/pkg/admission/namespace/lifecycle */
function admitIntoNamespace({ ref }: ResourceStrategy, { metadata }: KubeObject, view: ClusterView): void {
  if (!ref.namespaced) return
  const found = view.get(namespaces, '', metadata.namespace!)
  if (!found) throw notFound(namespaces, metadata.namespace!)
  if (!found.metadata.deletionTimestamp) return
  const name = metadata.name ?? ''
  const qualified = ref.group ? `${ref.plural}.${ref.group}` : ref.plural
  const why = `unable to create new content in namespace ${metadata.namespace} because it is being terminated`
  throw failure(403, 'Forbidden', `${qualified} "${name}" is forbidden: ${why}`, {
    ...(name ? { name } : {}),
    ...(ref.group ? { group: ref.group } : {}),
    kind: ref.plural,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${metadata.namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  })
}

function store(machine: Machine, { strategy }: Target, object: KubeObject, options: WriteOptions): KubeObject {
  const { ref } = strategy
  const name = object.metadata.name!
  const key = storeKey(ref, object.metadata.namespace ?? '', name)
  if (machine.store.get(key)) throw alreadyExists(ref, name)
  const charges = chargesOf(viewOf(machine, options.dryRun ?? false), ref, object)
  if (options.dryRun) {
    const { metadata, ...rest } = sealed(object, strategy, 0)
    const { resourceVersion: _none, ...meta } = metadata
    return { ...rest, metadata: meta }
  }
  payCharges(machine, charges)
  return machine.store.create(key, (revision) => sealed(object, strategy, revision)).value
}
