import { expect, test } from 'vitest'
import { errorText } from '../../api/field-errors.ts'
import type { Pod, PodSpec } from '../../generated/types.ts'
import { defaultPod } from './defaults.ts'
import { validatePodUpdate } from './update-validation.ts'

const rule =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

function errorsOf(own: Partial<PodSpec>, change: (spec: PodSpec) => void): string[] {
  const old: Pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'web:1' }], ...own } }
  defaultPod(old)
  const pod = structuredClone(old)
  change(pod.spec!)
  return validatePodUpdate(pod, old).map(errorText)
}

test('an image may change, a deadline come nearer, a toleration join', () => {
  const errors = errorsOf({ activeDeadlineSeconds: 60, tolerations: [{ key: 'a', operator: 'Exists' }] }, (spec) => {
    spec.containers[0]!.image = 'web:2'
    spec.activeDeadlineSeconds = 30
    spec.tolerations!.push({ key: 'b', operator: 'Exists' })
  })
  expect(errors).toEqual([])
})

// The form is that of a real answer to a PUT.
test('anything else is refused with what would have changed', () => {
  const errors = errorsOf({}, (spec) => void (spec.hostNetwork = true))
  expect(errors).toEqual([
    `spec: Forbidden: ${rule}
@@ -44,7 +44,7 @@
  "AutomountServiceAccountToken": null,
  "NodeName": "",
  "SecurityContext": {
-  "HostNetwork": false,
+  "HostNetwork": true,
   "HostPID": false,
   "HostIPC": false,
   "ShareProcessNamespace": null,
`,
  ])
})

test.each<[string, Partial<PodSpec>, (spec: PodSpec) => void, string[]]>([
  [
    'a container more',
    {},
    (spec) => void spec.containers.push({ name: 'd', image: 'x' }),
    ['spec.containers: Forbidden: pod updates may not add or remove containers'],
  ],
  [
    'a later deadline',
    { activeDeadlineSeconds: 60 },
    (spec) => void (spec.activeDeadlineSeconds = 90),
    ['spec.activeDeadlineSeconds: Invalid value: 90: must be less than or equal to previous value'],
  ],
  [
    'no deadline any more',
    { activeDeadlineSeconds: 60 },
    (spec) => void delete spec.activeDeadlineSeconds,
    ['spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value'],
  ],
  [
    'a toleration less',
    { tolerations: [{ key: 'a', operator: 'Exists' }] },
    (spec) => void delete spec.tolerations,
    ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
  ],
  [
    'a new scheduling gate',
    {},
    (spec) => void (spec.schedulingGates = [{ name: 'g' }]),
    ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'g'"],
  ],
  [
    'another place for a gated pod',
    { schedulingGates: [{ name: 'g' }], nodeSelector: { disk: 'ssd' } },
    (spec) => void (spec.nodeSelector = { disk: 'hdd' }),
    [
      'spec.nodeSelector: Invalid value: {"disk":"hdd"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    ],
  ],
  [
    'a narrower place for a gated pod',
    { schedulingGates: [{ name: 'g' }], nodeSelector: { disk: 'ssd' } },
    (spec) => void (spec.nodeSelector = { disk: 'ssd', zone: 'a' }),
    [],
  ],
])('%s', (_, own, change, errors) => {
  expect(errorsOf(own, change)).toEqual(errors)
})
