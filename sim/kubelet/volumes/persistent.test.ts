import { describe, expect, it } from 'vitest'
import { testNodes } from '../fixture.ts'

const claimed = `
apiVersion: v1
kind: PersistentVolume
metadata: {name: volumen1}
spec:
  capacity: {storage: 20Gi}
  storageClassName: rapidito-redundante
  accessModes: [ReadWriteMany]
  mountOptions: [nfsvers=4]
  nfs: {server: mi-nfs-server.mi-dominio.local, path: /ruta/del/volumen}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: datos}
spec: {accessModes: [ReadWriteMany], storageClassName: rapidito-redundante, resources: {requests: {storage: 10Gi}}}
`

const user = (name: string, node: string, script: string): string => `
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  restartPolicy: Never
  nodeSelector: {kubernetes.io/hostname: ${node}}
  volumes: [{name: d, persistentVolumeClaim: {claimName: datos}}]
  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, '${script}'], volumeMounts: [{name: d, mountPath: /d}]}]
`

const client = (script: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: cliente}
data:
  mount.nfs: |
    #!/bin/sh
${script.replaceAll(/^/gm, '    ')}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: cliente}
spec:
  selector: {matchLabels: {app: cliente}}
  template:
    metadata: {labels: {app: cliente}}
    spec:
      volumes: [{name: nodo, hostPath: {path: /sbin, type: Directory}}, {name: c, configMap: {name: cliente}}]
      containers:
      - name: c
        image: busybox:1.36
        command: [sh, -c, 'cp /c/mount.nfs /nodo/mount.nfs && chmod 755 /nodo/mount.nfs; exec sleep 99999']
        volumeMounts: [{name: nodo, mountPath: /nodo}, {name: c, mountPath: /c}]
`

describe('a volume of an NFS server', () => {
  it('waits for the client of the node, mounts by it, and is the same on every node', async () => {
    const nodes = await testNodes(['node-1', 'node-2'], { controllers: true })
    await nodes.apply(
      claimed + user('uno', 'node-1', 'echo hola > /d/f') + user('dos', 'node-2', 'until cat /d/f; do sleep 1; done'),
    )
    await nodes.clock.advance(3000)
    const uid = (await nodes.pod('uno'))!.metadata.uid
    const target = `/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~nfs/volumen1`
    expect((await nodes.eventsOf('uno')).filter((line) => line.startsWith('FailedMount'))).toEqual([
      `FailedMount: MountVolume.SetUp failed for volume "volumen1" : mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs -o nfsvers=4 mi-nfs-server.mi-dominio.local:/ruta/del/volumen ${target}\nOutput: mount: ${target}: unknown filesystem type 'nfs'.\n       dmesg(1) may have more information after failed mount system call.\n`,
    ])
    await nodes.apply(client('mkdir -p "/srv/nas/${1#*:}"\nexec mount --bind "/srv/nas/${1#*:}" "$2"'))
    await nodes.until('uno', (pod) => pod?.status?.phase === 'Succeeded')
    await nodes.until('dos', (pod) => pod?.status?.phase === 'Succeeded')
    expect(nodes.errors).toEqual([])
  })

  it('says what the client said when that fails', async () => {
    const nodes = await testNodes(['node-1'], { controllers: true })
    await nodes.apply(client('echo "mount.nfs: access denied by server while mounting $1" >&2\nexit 13'))
    await nodes.clock.advance(2000)
    await nodes.apply(claimed + user('uno', 'node-1', 'true'))
    await nodes.clock.advance(1000)
    const uid = (await nodes.pod('uno'))!.metadata.uid
    const target = `/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~nfs/volumen1`
    expect((await nodes.eventsOf('uno')).filter((line) => line.startsWith('FailedMount'))).toEqual([
      `FailedMount: MountVolume.SetUp failed for volume "volumen1" : mount failed: exit status 13\nMounting command: mount\nMounting arguments: -t nfs -o nfsvers=4 mi-nfs-server.mi-dominio.local:/ruta/del/volumen ${target}\nOutput: mount.nfs: access denied by server while mounting mi-nfs-server.mi-dominio.local:/ruta/del/volumen\n`,
    ])
  })
})

describe('a volume for one pod alone', () => {
  it('waits until the pod that has it on the node has gone, when nobody asked the scheduler', async () => {
    const nodes = await testNodes(['node-1'], { controllers: true })
    const volume = claimed
      .replaceAll('ReadWriteMany', 'ReadWriteOncePod')
      .replace(/  nfs: .*/, '  hostPath: {path: /datos}')
      .replace(/  mountOptions: .*\n/, '')
    const sure = (name: string): string =>
      user(name, 'node-1', 'sleep 20').replace('restartPolicy: Never', 'restartPolicy: Never\n  nodeName: node-1')
    await nodes.apply(volume + sure('uno'))
    await nodes.until('uno', (pod) => pod?.status?.phase === 'Running')
    await nodes.apply(sure('dos'))
    await nodes.clock.advance(3000)
    expect(new Set((await nodes.eventsOf('dos')).filter((line) => line.startsWith('FailedMount')))).toEqual(
      new Set([
        'FailedMount: MountVolume.SetUp failed for volume "volumen1" : volume uses the ReadWriteOncePod access mode and is already in use by another pod',
      ]),
    )
    await nodes.until('uno', (pod) => pod?.status?.phase === 'Succeeded')
    await nodes.until('dos', (pod) => pod?.status?.phase === 'Running')
    expect(nodes.errors).toEqual([])
  })
})
