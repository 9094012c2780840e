// Provisioners that a lab installs, and what a node has to have to mount what they make.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

interface Provisioner {
  name: string
  /** JSON of its config.json. */
  config: string
  setup: string
}

/** The provisioner of k3s under another name, with a class of its own, `$NS-NAME`. */
function provisioner({ name, config, setup }: Provisioner): string {
  return `
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: $NS-${name}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: ${name}, namespace: $NS}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}}
data:
  config.json: '${config}'
  setup: |
${setup.replaceAll(/^/gm, '    ')}
  teardown: rm -rf "$VOL_DIR"
  helperPod.yaml: '{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {containers: [{name: helper-pod, image: "busybox:1.36"}]}}'
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      serviceAccountName: ${name}
      terminationGracePeriodSeconds: 1
      containers:
      - name: c
        image: rancher/local-path-provisioner:v0.0.32
        command: [local-path-provisioner, start, --config=/etc/config/config.json, --provisioner-name=$NS.example.com/${name}, --configmap-name=${name}, --service-account-name=${name}, --namespace=$NS]
        volumeMounts: [{name: config, mountPath: /etc/config}]
      volumes: [{name: config, configMap: {name: ${name}}}]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: $NS-${name}}
provisioner: $NS.example.com/${name}
---`
}

function claim(name: string, storageClass: string, mode = 'ReadWriteOnce'): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec: {storageClassName: ${storageClass}, accessModes: [${mode}], resources: {requests: {storage: 1Gi}}}
---`
}

function volume(name: string, source: string): string {
  return `
apiVersion: v1
kind: PersistentVolume
metadata: {name: $NS-${name}}
spec: {capacity: {storage: 1Gi}, storageClassName: $NS-${name}, accessModes: [ReadWriteOnce], ${source}}
---`
}

function pod(name: string, claimName: string, node: string, script = 'true'): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 0
  nodeSelector: {kubernetes.io/hostname: ${node}}
  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, '${script}'], volumeMounts: [{name: datos, mountPath: /datos}]}]
  volumes: [{name: datos, persistentVolumeClaim: {claimName: ${claimName}}}]
---`
}

const client = `
apiVersion: v1
kind: ConfigMap
metadata: {name: cliente}
data:
  mount.nfs: |
    #!/bin/sh
    set -eu
    mkdir -p "/srv/nas/$NS"
    exec mount --bind "/srv/nas/$NS" "$2"
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: cliente}
spec:
  selector: {matchLabels: {app: cliente}}
  template:
    metadata: {labels: {app: cliente}}
    spec:
      terminationGracePeriodSeconds: 2
      tolerations: [{operator: Exists}]
      volumes: [{name: nodo, hostPath: {path: /sbin}}, {name: c, configMap: {name: cliente}}]
      containers:
      - name: c
        image: busybox:1.36
        command: [sh, -c, 'trap "rm -f /nodo/mount.nfs; exit 0" TERM; cp /c/mount.nfs /nodo/; chmod 755 /nodo/mount.nfs; while true; do sleep 1; done']
        volumeMounts: [{name: nodo, mountPath: /nodo}, {name: c, mountPath: /c}]
---`

async function eventOf(world: World, kind: string, name: string, reason: string): Promise<string> {
  return world.until(
    `${reason} of ${name}`,
    async () => (await world.events(kind, name)).find((line) => line.includes(` ${reason} (`)),
    120,
  )
}

async function done(world: World, name: string): Promise<void> {
  await world.until(
    `${name} Succeeded`,
    async () => (await world.get('Pod', name)).status['phase'] === 'Succeeded',
    150,
  )
}

export const provisionerScenarios: Scenario[] = [
  {
    name: 'a provisioner of shared volumes: two pods of two nodes see the same file',
    async run(world) {
      const config = '{"sharedFileSystemPath": "/srv/nas/$NS"}'
      await world.create(
        provisioner({ name: 'nas', config, setup: 'mkdir -m 0777 -p "$VOL_DIR"' }) +
          claim('fotos', '$NS-nas', 'ReadWriteMany') +
          pod('escribe', 'fotos', '$NODE1', 'echo hola > /datos/f') +
          pod('lee', 'fotos', '$NODE2', 'until grep -q hola /datos/f; do sleep 1; done'),
      )
      await done(world, 'escribe')
      await done(world, 'lee')
      const { spec } = await world.get('PersistentVolumeClaim', 'fotos')
      const made = await world.get('PersistentVolume', spec['volumeName'] as string)
      expect(made.metadata!.annotations).toEqual({
        'local.path.provisioner/selected-node': '',
        'pv.kubernetes.io/provisioned-by': `${world.namespace}.example.com/nas`,
      })
      expect(made.spec).toMatchObject({ accessModes: ['ReadWriteMany'], capacity: { storage: '1Gi' } })
      expect(made.spec['nodeAffinity']).toBeUndefined()
      await world.remove('Pod', 'escribe')
      await world.remove('Pod', 'lee')
      await world.remove('PersistentVolumeClaim', 'fotos')
      await world.until('its volume gone', async () => {
        const all = await world.list('PersistentVolume')
        return !all.some(({ metadata }) => metadata!.name === made.metadata!.name)
      })
    },
  },
  {
    name: 'a provisioner whose back end is full: the claim is told, and the provisioner’s log says why',
    async run(world) {
      await world.create(
        provisioner({
          name: 'cabina',
          config: '{"sharedFileSystemPath": "/srv/nas/$NS", "cmdTimeoutSeconds": 8}',
          setup: 'echo "no space left on device"\nexit 1',
        }) + claim('datos', '$NS-cabina'),
      )
      expect(world.mask(await eventOf(world, 'PersistentVolumeClaim', 'datos', 'ProvisioningFailed'))).toContain(
        ': failed to provision volume with StorageClass "<ns>-cabina": failed to create volume pvc-<uid>: create process timeout after 8 seconds',
      )
      const pods = await world.list('Pod')
      const name = pods.find(({ metadata }) => metadata!.labels?.['app'] === 'cabina')!.metadata!.name!
      await world.until('its log', async () => (await world.log(name)).includes('no space left on device'))
      expect((await world.get('PersistentVolumeClaim', 'datos')).status['phase']).toBe('Pending')
    },
  },
  {
    name: 'a node without the NFS client says what mount said, and mounts once it has one',
    async run(world) {
      await world.create(
        volume('v', 'nfs: {server: mi-nfs-server.mi-dominio.local, path: /ruta/del/volumen}') +
          claim('datos', '$NS-v') +
          pod('p', 'datos', '$NODE1', 'echo hola > /datos/f'),
      )
      expect(await eventOf(world, 'Pod', 'p', 'FailedMount')).toBe(
        'Warning FailedMount (kubelet): MountVolume.SetUp failed for volume "<ns>-v" : mount failed: exit status 32\n' +
          'Mounting command: mount\n' +
          'Mounting arguments: -t nfs mi-nfs-server.mi-dominio.local:/ruta/del/volumen /var/lib/kubelet/pods/<uid>/volumes/kubernetes.io~nfs/<ns>-v\n' +
          "Output: mount: /var/lib/kubelet/pods/<uid>/volumes/kubernetes.io~nfs/<ns>-v: unknown filesystem type 'nfs'.\n" +
          '       dmesg(1) may have more information after failed mount system call.\n',
      )
      await world.create(client)
      await done(world, 'p')
    },
  },
  {
    name: 'iSCSI: attached, and not mounted for want of its client; the node says what is attached',
    async run(world) {
      await world.create(
        volume('b', 'iscsi: {targetPortal: "10.0.0.9:3260", iqn: "iqn.2026-01.com.example:$NS", lun: 0}') +
          claim('bloques', '$NS-b') +
          pod('p', 'bloques', '$NODE1'),
      )
      await eventOf(world, 'Pod', 'p', 'FailedMount')
      const told = (await world.events('Pod', 'p')).filter((line) => !/ (?:FailedScheduling|Scheduled) /.test(line))
      expect(told).toEqual([
        'Normal SuccessfulAttachVolume (attachdetach-controller): AttachVolume.Attach succeeded for volume "<ns>-b" ',
        'Warning FailedMount (kubelet): MountVolume.WaitForAttach failed for volume "<ns>-b" : executable file not found in $PATH',
      ])
    },
  },
  {
    name: 'CSI without its driver: a VolumeAttachment that nobody answers',
    async run(world) {
      await world.create(
        volume('c', 'csi: {driver: csi.emc2.example.com, volumeHandle: $NS}') +
          claim('datos', '$NS-c') +
          pod('p', 'datos', '$NODE1'),
      )
      const found = await world.until('its attachment', async () => {
        const all = await world.list('VolumeAttachment')
        return all.find(
          ({ spec }) =>
            (spec['source'] as { persistentVolumeName?: string }).persistentVolumeName === `${world.namespace}-c`,
        )
      })
      expect(found.spec).toMatchObject({ attacher: 'csi.emc2.example.com', nodeName: world.nodes[0] })
      expect(found.status).toEqual({ attached: false })
      expect((await world.get('Pod', 'p')).status['phase']).toBe('Pending')
    },
  },
]
