import { describe, expect, it } from 'vitest'
import { nodes as nodeRef, pods, volumeAttachments } from '../api/refs.ts'
import { testNodes, type TestNodes } from '../kubelet/fixture.ts'

const pair = (name: string, source: string): string => `
apiVersion: v1
kind: PersistentVolume
metadata: {name: ${name}}
spec:
  capacity: {storage: 1Gi}
  storageClassName: ${name}
  accessModes: [ReadWriteOnce]
  ${source}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec: {accessModes: [ReadWriteOnce], storageClassName: ${name}, resources: {requests: {storage: 1Gi}}}
`
const user = (name: string, claim: string, node: string): string => `
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  terminationGracePeriodSeconds: 0
  nodeSelector: {kubernetes.io/hostname: ${node}}
  volumes: [{name: d, persistentVolumeClaim: {claimName: ${claim}}}]
  containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"], volumeMounts: [{name: d, mountPath: /d}]}]
`
const iscsi = 'iscsi: {targetPortal: "10.0.0.9:3260", iqn: "iqn.2026-01.com.example:b", lun: 0}'
const csi = 'csi: {driver: csi.emc2.example.com, volumeHandle: vol-1}'

async function told(nodes: TestNodes, name: string): Promise<string[]> {
  const events = await nodes.eventsOf(name)
  return events.filter((line) => !/^(?:FailedScheduling|Scheduled):/.test(line))
}

describe('volumes that a node is connected to', () => {
  it('iscsi: attached by nobody but the controller; then the node lacks its client', async () => {
    const nodes = await testNodes(['node-1', 'node-2'], { controllers: true })
    await nodes.apply(pair('bloques', iscsi) + user('uno', 'bloques', 'node-1'))
    await nodes.clock.advance(1000)
    expect(await told(nodes, 'uno')).toEqual([
      'SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "bloques" ',
      'FailedMount: MountVolume.WaitForAttach failed for volume "bloques" : executable file not found in $PATH',
    ])
    await nodes.apply(user('dos', 'bloques', 'node-2').slice(5))
    await nodes.clock.advance(3000)
    expect((await told(nodes, 'dos')).filter((line) => line.startsWith('FailedAttach'))).toEqual([
      'FailedAttachVolume: Multi-Attach error for volume "bloques" Volume is already used by pod(s) uno',
    ])
    await nodes.client.delete(pods, 'default', 'uno', { gracePeriodSeconds: 0 })
    await nodes.clock.advance(3000)
    const attached = (await nodes.client.list(nodeRef, '')).items.map(({ metadata, status }) => [
      metadata.name,
      status?.volumesAttached,
    ])
    expect(attached).toEqual([
      ['node-1', undefined],
      ['node-2', [{ name: 'kubernetes.io/iscsi/10.0.0.9:3260:iqn.2026-01.com.example:b:0', devicePath: '' }]],
    ])
    expect(nodes.errors).toEqual([])
  })

  it('csi: a VolumeAttachment waits for the driver; without one, two minutes later, an event says so', async () => {
    const nodes = await testNodes(['nodo1'], { controllers: true })
    await nodes.apply(pair('v', csi) + user('uno', 'v', 'nodo1'))
    await nodes.clock.advance(1000)
    const [attachment] = (await nodes.client.list(volumeAttachments, '')).items
    expect(attachment).toMatchObject({
      metadata: { name: 'csi-b2b69b1ec023841c91a3c5b1c999ea29cdb38bb0c95ad13b6d0f83946a446450' },
      spec: {
        attacher: 'csi.emc2.example.com',
        nodeName: 'nodo1',
        source: { persistentVolumeName: 'v' },
      },
      status: { attached: false },
    })
    await nodes.clock.advance(121_000)
    expect(await told(nodes, 'uno')).toContain(
      'FailedAttachVolume: AttachVolume.Attach failed for volume "v" : timed out waiting for external-attacher of csi.emc2.example.com CSI driver to attach volume vol-1',
    )
    await nodes.client.updateStatus(volumeAttachments, { ...attachment!, status: { attached: true } })
    await nodes.clock.advance(130_000)
    expect(await told(nodes, 'uno')).toContain('SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "v" ')
    expect(await told(nodes, 'uno')).toContain(
      'FailedMount: MountVolume.MountDevice failed for volume "v" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name csi.emc2.example.com not found in the list of registered CSI drivers',
    )
    await nodes.client.delete(pods, 'default', 'uno', { gracePeriodSeconds: 0 })
    await nodes.clock.advance(3000)
    expect((await nodes.client.list(volumeAttachments, '')).items).toEqual([])
    expect(nodes.errors).toEqual([])
  })
})
