// CSINode: which CSI drivers a node has. k8s: pkg/registry/storage/csinode/strategy.go, pkg/apis/storage/validation/validation.go ValidateCSINode
import { duplicate, invalid, path, required, type FieldError, type FieldPath } from '../api/field-errors.ts'
import { validateImmutable, validateNonnegative } from '../api/meta-validation.ts'
import { qualifiedKey } from '../api/names.ts'
import { csiNodes } from '../api/refs.ts'
import type { CSINode, CSINodeDriver } from '../generated/types.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'
import { validateDriverName } from './volume-source/driver-validation.ts'

const nodeIdMax = 256
const drivers = path('spec').child('drivers')

/** The strategy of csiNodes. */
export const csiNodeStrategy = defineResource<CSINode>({
  ref: csiNodes,
  type: 'io.k8s.api.storage.v1.CSINode',
  unconditionalUpdate: false,
  validate: ({ spec }) => {
    const names = new Set<string>()
    return (spec.drivers ?? []).flatMap((driver, index) => driverErrors(driver, names, drivers.index(index)))
  },
  validateUpdate: ({ spec }, old) =>
    (old.spec.drivers ?? []).flatMap((before) =>
      (spec.drivers ?? [])
        .filter(({ name }) => name === before.name)
        .flatMap((now) => validateImmutable(withoutLimit(now), withoutLimit(before), drivers)),
    ),
  row: ({ metadata, spec }, { now }) => [
    metadata.name ?? '',
    spec.drivers?.length ?? 0,
    ageCell(metadata.creationTimestamp, now),
  ],
})

function withoutLimit({ allocatable: _limit, ...driver }: CSINodeDriver): object {
  return driver
}

function driverErrors(driver: CSINodeDriver, names: Set<string>, at: FieldPath): FieldError[] {
  const { name, nodeID, allocatable, topologyKeys = [] } = driver
  const errors = validateDriverName(name, at.child('name'))
  if (nodeID === '') errors.push(required(at.child('nodeID')))
  if (nodeID.length > nodeIdMax) {
    errors.push(invalid(at.child('nodeID'), nodeID, `must be ${nodeIdMax} characters or less`))
  }
  if (allocatable?.count !== undefined) {
    errors.push(...validateNonnegative(allocatable.count, at.child('allocatable').child('count')))
  }
  if (names.has(name)) errors.push(duplicate(at.child('name'), name))
  names.add(name)
  const seen = new Set<string>()
  for (const key of topologyKeys) {
    if (key === '') errors.push(required(at))
    if (seen.has(key)) errors.push(duplicate(at, key))
    seen.add(key)
    errors.push(...qualifiedKey(key).map((sentence) => invalid(at, key, sentence)))
  }
  return errors
}
