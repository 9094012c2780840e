// How an object looks in the recording: what says something of its state, without what is chance.
import type { KubeObject } from '../../sim/api/object.ts'
import type {
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  EndpointSlice,
  Endpoints,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodCondition,
} from '../../sim/generated/types.ts'
import type { Masks } from './masks.ts'

type Tree = Record<string, unknown>

/** @param fields more of them to show, as paths: `spec.template.spec` */
export function viewOf(masks: Masks, kind: string, object: KubeObject, fields: readonly string[] = []): unknown {
  const view = { ...(views[kind] ?? otherView)(object, masks), ...(kind === 'Node' ? {} : metadataView(kind, object)) }
  for (const field of fields) {
    Object.assign(view, { [field]: tidy(field.split('.').reduce((at, key) => (at as Tree)?.[key], object as unknown)) })
  }
  return masks.deep(prune(view))
}

/** Without what says nothing. */
export function prune(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => !isEmpty(value)))
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}

const views: Record<string, (object: KubeObject, masks: Masks) => Tree> = {
  Pod: (object) => podView(object as Pod),
  EndpointSlice: (object, masks) => sliceView(object as EndpointSlice, masks),
  Endpoints: (object, masks) => endpointsView(object as Endpoints, masks),
  PersistentVolumeClaim: (object) => {
    const { spec, status } = object as PersistentVolumeClaim
    return { volumeName: spec?.volumeName, storageClassName: spec?.storageClassName, ...(tidy(status ?? {}) as Tree) }
  },
  PersistentVolume: (object) => {
    const { spec, status } = object as PersistentVolume
    const claim = spec?.claimRef && `${spec.claimRef.namespace}/${spec.claimRef.name}`
    return { claim, reclaim: spec?.persistentVolumeReclaimPolicy, ...(tidy(status ?? {}) as Tree) }
  },
  Node: (object) => {
    const { spec } = object as Node
    const taints = (spec?.taints ?? []).map(({ key, value, effect }) => `${key}=${value ?? ''}:${effect}`)
    return { taints, unschedulable: spec?.unschedulable }
  },
}

function otherView(object: KubeObject): Tree {
  const { kind, spec, status, data } = object as KubeObject & { spec?: Tree; status?: unknown; data?: Tree }
  return {
    replicas: spec?.replicas,
    suspend: spec?.suspend,
    parallelism: spec?.parallelism,
    dataKeys: data && Object.keys(data),
    ...(kind === 'Service' ? {} : { status: tidy(status ?? {}) }),
  }
}

function metadataView(kind: string, { metadata }: KubeObject): Tree {
  const annotations = { ...metadata.annotations }
  delete annotations['endpoints.kubernetes.io/last-change-trigger-time']
  return {
    generation: kind === 'EndpointSlice' ? undefined : metadata.generation,
    labels: metadata.labels,
    annotations,
    finalizers: metadata.finalizers,
    deleting: metadata.deletionTimestamp ? `grace ${metadata.deletionGracePeriodSeconds ?? '-'}` : undefined,
    owners: metadata.ownerReferences?.map(
      ({ kind: owner, name, controller, blockOwnerDeletion }) =>
        `${owner}/${name}${controller ? ' controller' : ''}${blockOwnerDeletion ? ' blocks' : ''}`,
    ),
  }
}

function podView({ metadata, spec, status }: Pod): Tree {
  return {
    phase: status?.phase,
    reason: status?.reason,
    message: status?.message,
    conditions: status?.conditions?.map(conditionText),
    init: status?.initContainerStatuses?.map(containerView),
    containers: status?.containerStatuses?.map(containerView),
    ephemeral: status?.ephemeralContainerStatuses?.map(containerView),
    qosClass: status?.qosClass,
    nominated: status?.nominatedNodeName ? true : undefined,
    scheduled: Boolean(spec?.nodeName),
    observedGeneration: metadata.deletionTimestamp
      ? undefined
      : (status as { observedGeneration?: number } | undefined)?.observedGeneration,
  }
}

function containerView({ name, ready, started, restartCount, state, lastState }: ContainerStatus): Tree {
  return {
    name,
    ready,
    started,
    restarts: restartCount,
    state: stateText(state),
    last: stateText(lastState),
  }
}

function stateText(state: ContainerState | undefined): string | undefined {
  const [kind, value] = Object.entries(state ?? {})[0] ?? []
  if (kind === undefined) return undefined
  const { reason, exitCode, signal, message } = value as Partial<ContainerStateTerminated>
  const words = [
    kind,
    ...(reason ? [reason] : []),
    ...(exitCode === undefined ? [] : [`exit ${exitCode}`]),
    ...(signal ? [`signal ${signal}`] : []),
  ]
  return words.join(' ') + (message ? `: ${message}` : '')
}

function conditionText({ type, status, reason, message }: PodCondition): string {
  return `${type}=${status}${reason ? ` ${reason}` : ''}${message ? `: ${message}` : ''}`
}

function sliceView({ addressType, ports, endpoints }: EndpointSlice, masks: Masks): Tree {
  const rows = (endpoints ?? []).map(({ targetRef, conditions, nodeName, hostname }) =>
    JSON.stringify(masks.deep({ pod: targetRef?.name, ...conditions, node: nodeName && true, hostname })),
  )
  return {
    addressType,
    ports: (ports ?? []).toSorted((a, b) => (a.port ?? 0) - (b.port ?? 0)),
    endpoints: rows.toSorted().map((row) => JSON.parse(row) as unknown),
  }
}

function endpointsView({ subsets }: Endpoints, masks: Masks): Tree {
  const names = (list: readonly { targetRef?: { name?: string } }[] | undefined): string[] =>
    (list ?? []).map(({ targetRef }) => masks.text(targetRef?.name ?? '?')).toSorted()
  return {
    subsets: subsets?.map(({ addresses, notReadyAddresses, ports }) => ({
      ready: names(addresses),
      notReady: names(notReadyAddresses),
      ports: (ports ?? []).toSorted((a, b) => a.port - b.port),
    })),
  }
}

const chance =
  /^(?:uid|resourceVersion|lastTransitionTime|lastProbeTime|lastUpdateTime|podIPs?|hostIPs?|disruptedPods)$/

/** A status as the recording keeps it: times and node ports masked, conditions as text. */
function tidy(value: unknown, key = ''): unknown {
  if (Array.isArray(value))
    return key === 'conditions' ? (value as PodCondition[]).map(conditionText) : value.map((one) => tidy(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !chance.test(name))
      .map(([name, inner]) => {
        if (name.endsWith('Time') && inner) return [name, '<time>']
        if (name === 'nodePort' && inner) return [name, '<port>']
        return [name, tidy(inner, name)]
      }),
  )
}
