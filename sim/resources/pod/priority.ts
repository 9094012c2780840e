// Admission of pods: the number that a priority class stands for. k8s: plugin/pkg/admission/priority/admission.go
import { pods, priorityClasses } from '../../api/refs.ts'
import { forbidden } from '../../api/status.ts'
import type { Pod, PodSpec, PriorityClass } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'

interface Priority {
  name?: string
  value: number
  preemptionPolicy?: string
}

/** The two classes that every cluster has. k8s: pkg/apis/scheduling/v1/helpers.go */
const systemPriorities: Priority[] = [
  { name: 'system-cluster-critical', value: 2_000_000_000, preemptionPolicy: 'PreemptLowerPriority' },
  { name: 'system-node-critical', value: 2_000_001_000, preemptionPolicy: 'PreemptLowerPriority' },
]

/** Resolves the class of a new pod, or keeps what an older one has; throws a 403 when the class is unknown or the pod claims another number. */
export function admitPriority(pod: Pod & { spec: PodSpec }, view: ClusterView, old?: Pod): void {
  const { spec } = pod
  if (old) {
    if (old.spec?.priority !== undefined) spec.priority ??= old.spec.priority
    if (old.spec?.preemptionPolicy !== undefined) spec.preemptionPolicy ??= old.spec.preemptionPolicy
    return
  }
  const refuse = (why: string): never => {
    throw forbidden(pods, pod.metadata.name ?? pod.metadata.generateName ?? 'Unknown', why)
  }
  const priority = spec.priorityClassName ? classNamed(spec.priorityClassName, view) : defaultClass(view)
  if (!priority) return refuse(`no PriorityClass with name ${spec.priorityClassName} was found`)
  const computed = 'priority admission controller computed'
  if (spec.priority !== undefined && spec.priority !== priority.value) {
    refuse(
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ${computed} ${priority.value} from the given PriorityClass name`,
    )
  }
  if (priority.name) spec.priorityClassName = priority.name
  spec.priority = priority.value
  const policy = priority.preemptionPolicy
  if (policy === undefined) return
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    refuse(
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ${computed} ${policy} from the given PriorityClass name`,
    )
  }
  spec.preemptionPolicy = policy
}

function classNamed(name: string, view: ClusterView): Priority | undefined {
  const stored = view.get(priorityClasses, '', name)
  if (stored) return priorityOf(stored)
  return systemPriorities.find((priority) => priority.name === name)
}

function defaultClass(view: ClusterView): Priority {
  const marked = view.list(priorityClasses).filter((candidate) => candidate.globalDefault)
  const lowest = marked.toSorted((a, b) => a.value - b.value)[0]
  return lowest ? priorityOf(lowest) : { value: 0, preemptionPolicy: 'PreemptLowerPriority' }
}

function priorityOf(stored: PriorityClass): Priority {
  return {
    name: stored.metadata.name!,
    value: stored.value,
    ...(stored.preemptionPolicy ? { preemptionPolicy: stored.preemptionPolicy } : {}),
  }
}
