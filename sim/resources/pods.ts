// Pods. k8s: pkg/registry/core/pod/strategy.go
import { pods } from '../api/refs.ts'
import type { Pod, PodSpec } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { applyLimitDefaults, checkPodLimits } from './limit-range/admission.ts'
import { defaultPod } from './pod/defaults.ts'
import { addDefaultTolerations } from './pod/default-tolerations.ts'
import { ephemeralView } from './pod/ephemeral-view.ts'
import { mergeMatchLabelKeys } from './pod/match-label-keys.ts'
import { admitPriority } from './pod/priority.ts'
import { dropGatedFields } from './pod-spec/gated-fields.ts'
import { qosClass } from '../api/qos.ts'
import { resizeView } from './pod/resize-view.ts'
import { admitServiceAccount } from './pod/service-account.ts'
import { podColumns } from './pod/status-column.ts'
import { validatePodStatus } from './pod/status-validation.ts'
import { preparePodStatus } from './pod/status.ts'
import { validatePodUpdate } from './pod/update-validation.ts'
import { validateNewPod, validatePod } from './pod/validation.ts'
import { podWarnings } from './pod/warnings.ts'
import { defineResource } from './resource.ts'

/** The strategy of pods. */
export const podStrategy = defineResource<Pod>({
  ref: pods,
  type: 'io.k8s.api.core.v1.Pod',
  generation: true,
  defaults: defaultPod,
  admit(pod, view, old) {
    const withSpec = pod as Pod & { spec: PodSpec }
    if (!old) {
      applyLimitDefaults(withSpec, view)
      admitServiceAccount(withSpec, view)
    }
    admitPriority(withSpec, view, old)
    addDefaultTolerations(withSpec.spec)
  },
  prepareForCreate(pod, view) {
    const spec = pod.spec!
    dropGatedFields(spec)
    pod.metadata.generation = 1
    pod.status = { phase: 'Pending', qosClass: qosClass(spec) }
    if (spec.schedulingGates?.length) pod.status.conditions = [{ ...gatedCondition, lastTransitionTime: view.now }]
    mergeMatchLabelKeys(spec, pod.metadata.labels ?? {})
  },
  prepareForUpdate(pod) {
    dropGatedFields(pod.spec!)
  },
  validate: (pod, _view, old) => [...validatePod(pod), ...(old ? [] : validateNewPod(pod))],
  validateUpdate: validatePodUpdate,
  permit(pod, view, old) {
    if (!old) checkPodLimits(pod, view)
  },
  warnings: podWarnings,
  status: { prepare: preparePodStatus, validate: validatePodStatus },
  views: { ephemeralcontainers: ephemeralView, resize: resizeView },
  selectableFields: (pod) => ({
    'spec.nodeName': pod.spec?.nodeName ?? '',
    'spec.restartPolicy': pod.spec?.restartPolicy ?? '',
    'spec.schedulerName': pod.spec?.schedulerName ?? '',
    'spec.serviceAccountName': pod.spec?.serviceAccountName ?? '',
    'spec.hostNetwork': String(pod.spec?.hostNetwork ?? false),
    'status.phase': pod.status?.phase ?? '',
    'status.podIP': pod.status?.podIPs?.[0]?.ip ?? '',
    'status.nominatedNodeName': pod.status?.nominatedNodeName ?? '',
  }),
  row(pod, { now }) {
    const { ready, status, restarts } = podColumns(pod, now)
    return [
      pod.metadata.name!,
      ready,
      status,
      restarts,
      ageCell(pod.metadata.creationTimestamp, now),
      pod.status?.podIPs?.[0]?.ip ?? '<none>',
      pod.spec?.nodeName ?? '<none>',
      pod.status?.nominatedNodeName ?? '<none>',
      readinessGatesCell(pod),
    ]
  },
  // One that no node has, or that has ended, has nothing to wait for.
  gracePeriodSeconds(pod) {
    if (!pod.spec?.nodeName || ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '')) return 0
    const seconds = pod.spec.terminationGracePeriodSeconds ?? 0
    return seconds < 0 ? 1 : seconds
  },
})

const gatedCondition = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
}

function readinessGatesCell(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  const open = gates.filter(
    ({ conditionType }) => pod.status?.conditions?.find(({ type }) => type === conditionType)?.status === 'True',
  )
  return `${open.length}/${gates.length}`
}
