import { describe, expect, it } from 'vitest'
import { errorText } from '../../api/field-errors.ts'
import type { CSIDriver, CSINode, VolumeAttachment, VolumeAttributesClass } from '../../generated/types.ts'
import type { ClusterView, ResourceStrategy } from '../resource.ts'
import { csiDriverStrategy } from '../csidrivers.ts'
import { csiNodeStrategy } from '../csinodes.ts'
import { volumeAttachmentStrategy } from '../volumeattachments.ts'
import { volumeAttributesClassStrategy } from '../volumeattributesclasses.ts'

const view = {} as ClusterView

function faults<T extends object>(strategy: { validate?: unknown }, object: T): string[] {
  return (strategy as ResourceStrategy).validate!(object as never, view).map(errorText)
}

// Sentences of a real server, to the same objects.
describe('what is said of CSI objects', () => {
  it('a driver: what it was not told, and what it may not be', () => {
    const driver = { metadata: { name: 'csi.emc2.example.com' }, spec: {} } as CSIDriver
    csiDriverStrategy.defaults!(driver)
    expect(driver.spec).toEqual({
      attachRequired: true,
      podInfoOnMount: false,
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      volumeLifecycleModes: ['Persistent'],
      requiresRepublish: false,
      seLinuxMount: false,
    })
    driver.spec.fsGroupPolicy = 'Todos'
    driver.spec.tokenRequests = [{ audience: 'a', expirationSeconds: 60 }, { audience: 'a' }]
    expect(faults(csiDriverStrategy, driver)).toEqual([
      'spec.fsGroupPolicy: Unsupported value: "Todos": supported values: "File", "None", "ReadWriteOnceWithFSType"',
      'spec.tokenRequests[0].expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
      'spec.tokenRequests[1].audience: Duplicate value: "a"',
    ])
  })

  it('a node: one entry a driver, each with an id', () => {
    const drivers = [
      { name: 'a', nodeID: '1' },
      { name: 'a', nodeID: '' },
    ]
    expect(faults(csiNodeStrategy, { metadata: {}, spec: { drivers } } as CSINode)).toEqual([
      'spec.drivers[1].nodeID: Required value',
      'spec.drivers[1].name: Duplicate value: "a"',
    ])
  })

  it('an attachment: one source, and a driver that has a name', () => {
    const spec = { attacher: '', nodeName: 'nodo1', source: {} }
    expect(faults(volumeAttachmentStrategy, { metadata: {}, spec } as VolumeAttachment)).toEqual([
      'spec.attacher: Required value',
      'spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName',
      'spec.attacher: Required value',
    ])
  })

  it('a class of attributes: some attributes, for ever', () => {
    const gold = { metadata: { name: 'oro' }, driverName: 'csi.emc2.example.com', parameters: {} }
    expect(faults(volumeAttributesClassStrategy, gold as VolumeAttributesClass)).toEqual([
      'parameters: Required value: must contain at least one key/value pair',
    ])
    const more = { ...gold, parameters: { iops: '4000' } } as VolumeAttributesClass
    const errors = volumeAttributesClassStrategy.validateUpdate!(more, gold as VolumeAttributesClass, view)
    expect(errors.map(errorText)).toEqual(['parameters: Forbidden: updates to parameters are forbidden.'])
  })
})
