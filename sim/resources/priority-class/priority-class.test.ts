import { expect, it } from 'vitest'
import { errorText } from '../../api/field-errors.ts'
import type { PriorityClass } from '../../generated/types.ts'
import { priorityClassStrategy } from '../priorityclasses.ts'
import type { ClusterView } from '../resource.ts'

const made = (name: string, value: number, more: Partial<PriorityClass> = {}): PriorityClass => ({
  metadata: { name },
  value,
  preemptionPolicy: 'PreemptLowerPriority',
  ...more,
})
const view = (...there: PriorityClass[]): ClusterView => ({ list: () => there }) as unknown as ClusterView
const faults = (one: PriorityClass): string[] => priorityClassStrategy.validate!(one, view()).map(errorText)
const changes = (one: PriorityClass, old: PriorityClass): string[] =>
  priorityClassStrategy.validateUpdate!(one, old, view()).map(errorText)

it('fills in what is left out', () => {
  const sent = { metadata: { name: 'alta' } } as PriorityClass
  priorityClassStrategy.defaults!(sent)
  expect(sent).toEqual({ metadata: { name: 'alta' }, value: 0, preemptionPolicy: 'PreemptLowerPriority' })
})

it('keeps the highest values and the names of the system for the system', () => {
  expect(faults(made('alta', 1_000_000_000))).toEqual([])
  expect(faults(made('alta', 1_000_000_001))).toEqual([
    'value: Forbidden: maximum allowed value of a user defined priority is 1000000000',
  ])
  expect(faults(made('system-node-critical', 2_000_001_000))).toEqual([])
  expect(faults(made('system-node-critical', 1))).toEqual([
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: value of system-node-critical PriorityClass must be 2000001000",
  ])
  expect(faults(made('system-mia', 1))).toEqual([
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mia is not a known system priority class",
  ])
})

it('does not change what pods were given', () => {
  expect(changes(made('alta', 2), made('alta', 1))).toEqual(['value: Forbidden: may not be changed in an update.'])
  expect(changes(made('alta', 1, { description: 'otra' }), made('alta', 1))).toEqual([])
})

it('has one default only', () => {
  const other = made('otra', 1, { globalDefault: true })
  const wanted = made('alta', 1, { globalDefault: true })
  expect(() => priorityClassStrategy.admit!(wanted, view(other))).toThrow(
    'priorityclasses.scheduling.k8s.io "alta" is forbidden: PriorityClass otra is already marked as default. Only one default can exist',
  )
  expect(() => priorityClassStrategy.admit!(wanted, view(wanted))).not.toThrow()
})
