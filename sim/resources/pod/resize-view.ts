// pods/NAME/resize: other CPU and memory for containers that run. k8s: pkg/registry/core/pod/strategy.go podResizeStrategy, validation.go ValidatePodResize
import { copyTree } from '../../api/copy-tree.ts'
import { forbidden, invalid, path, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { sameValue } from '../../api/meta-validation.ts'
import { qosClass } from '../../api/qos.ts'
import type { Container, Pod } from '../../generated/types.ts'
import { mirrorAnnotation } from '../pod-spec/annotation-validation.ts'
import type { ViewStrategy } from '../resource.ts'
import { keepMetadata } from './kept-metadata.ts'

const lists = ['containers', 'initContainers'] as const
const resizable = ['cpu', 'memory']

export const resizeView: ViewStrategy<Pod> = {
  prepare(pod, old) {
    // Whatever else changed in the lists is for the validation to tell.
    if (lists.some((list) => pod.spec?.[list]?.length !== old.spec?.[list]?.length)) return
    const spec = copyTree(old.spec!)
    for (const list of lists) {
      const sent = pod.spec?.[list]
      const names = (containers: Container[] = []): string => containers.map(({ name }) => name).join('/')
      if (!sent) continue
      spec[list] =
        names(sent) === names(spec[list]) ? spec[list]!.map((container, at) => resized(container, sent[at]!)) : sent
    }
    pod.spec = spec
    keepMetadata(pod, old)
  },
  validateUpdate(pod, old) {
    if (old.metadata.annotations?.[mirrorAnnotation] !== undefined) {
      return [forbidden(path(''), 'static pods cannot be resized')]
    }
    if (old.spec?.os?.name === 'windows') return [forbidden(path(''), 'windows pods cannot be resized')]
    const at = path('spec')
    const errors: FieldError[] = []
    if ((old.status?.qosClass ?? qosClass(old.spec!)) !== qosClass(pod.spec!)) {
      errors.push(invalid(at, pod.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'))
    }
    const running = old.status?.containerStatuses?.find(({ state }) => state?.running)
    if (running && !running.resources) errors.push(forbidden(at, 'Pod running on node without support for resize'))
    const order = lists.flatMap((list) =>
      orderFaults(list, pod.spec?.[list] ?? [], old.spec?.[list] ?? [], at.child(list)),
    )
    if (order.length > 0) return [...errors, ...order]
    return [...errors, ...removalFaults(pod, old, at), ...otherFaults(pod, old, at)]
  },
}

function resized(container: Container, { resources, resizePolicy }: Container): Container {
  const { resources: _resources, resizePolicy: _policy, ...rest } = container
  return { ...rest, ...(resources ? { resources } : {}), ...(resizePolicy ? { resizePolicy } : {}) }
}

function orderFaults(list: string, after: Container[], before: Container[], at: FieldPath): FieldError[] {
  if (after.length !== before.length) return [forbidden(at, `${list} may not be added or removed on resize`)]
  return before.flatMap(({ name }, index) =>
    after[index]!.name === name
      ? []
      : [forbidden(at.index(index).child('name'), `${list} may not be renamed or reordered on resize`)],
  )
}

function removalFaults(pod: Pod, old: Pod, at: FieldPath): FieldError[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (old.spec?.[list] ?? []).flatMap((container, index) => {
      if (list === 'initContainers' && container.restartPolicy !== 'Always') return []
      const now = pod.spec![list]![index]!.resources
      const own = at.child(list).index(index).child('resources')
      return (['requests', 'limits'] as const).flatMap((kind) => {
        const gone = Object.keys(container.resources?.[kind] ?? {}).some((name) => now?.[kind]?.[name] === undefined)
        return gone ? [forbidden(own.child(kind), `resource ${kind} cannot be removed`)] : []
      })
    }),
  )
}

/** Anything that differs once CPU and memory stand as they were. */
function otherFaults(pod: Pod, old: Pod, at: FieldPath): FieldError[] {
  return lists.flatMap((list) =>
    (old.spec?.[list] ?? []).flatMap((before, index) => {
      const now = pod.spec![list]![index]!
      const sidecar = list === 'initContainers' && before.restartPolicy === 'Always'
      if (list === 'initContainers' && !sidecar) {
        return sameValue(now, before) ? [] : [forbidden(at, 'resources for non-sidecar init containers are immutable')]
      }
      if (sameValue(masked(now, before), masked(before, before))) return []
      const which = sidecar ? 'only cpu and memory resources for sidecar containers' : 'only cpu and memory resources'
      return [forbidden(at, `${which} are mutable`)]
    }),
  )
}

function masked(container: Container, before: Container): Container {
  const amounts = (kind: 'limits' | 'requests'): Record<string, string> => {
    const kept = Object.entries(container.resources?.[kind] ?? {}).filter(([name]) => !resizable.includes(name))
    const old = Object.entries(before.resources?.[kind] ?? {}).filter(([name]) => resizable.includes(name))
    return Object.fromEntries([...kept, ...old])
  }
  return { ...container, resources: { limits: amounts('limits'), requests: amounts('requests') } }
}
