// PriorityClasses. k8s: pkg/registry/scheduling/priorityclass/strategy.go, plugin/pkg/admission/priority/admission.go
import { priorityClasses } from '../api/refs.ts'
import { forbidden } from '../api/status.ts'
import type { PriorityClass } from '../generated/types.ts'
import { validatePriorityClass, validatePriorityClassUpdate } from './priority-class/validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'

/** The strategy of priority classes. */
export const priorityClassStrategy = defineResource<PriorityClass>({
  ref: priorityClasses,
  type: 'io.k8s.api.scheduling.v1.PriorityClass',
  generation: true,
  defaults(priorityClass) {
    // Stated as required, but left out it is 0.
    const sent: Partial<PriorityClass> = priorityClass
    sent.value ??= 0
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority'
  },
  admit(priorityClass, view) {
    if (!priorityClass.globalDefault) return
    const { name } = priorityClass.metadata
    const other = view.list(priorityClasses).find((each) => each.globalDefault && each.metadata.name !== name)
    if (!other) return
    const rule = `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`
    throw forbidden(priorityClasses, name ?? '', rule)
  },
  validate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
  row(priorityClass, { now }) {
    const { metadata, value, globalDefault = false, preemptionPolicy = '' } = priorityClass
    return [metadata.name!, value, globalDefault, ageCell(metadata.creationTimestamp, now), preemptionPolicy]
  },
})
