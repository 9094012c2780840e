import { describe, expect, it } from 'vitest'
import { told } from './diagnosis.ts'
import type { Claim, Pod, Volume } from './objects.ts'
import { whyClaimPending } from './pending-claim.ts'
import { schedulingReasons, whyPodPending } from './pending-pod.ts'
import { quantityOf } from './quantity.ts'
import { whyContainerRestarts } from './restarting-container.ts'
import { whyIngressSilent } from './silent-ingress.ts'

const claim = (storageClassName?: string, storage = '10Gi', accessModes = ['ReadWriteOnce']): Claim => ({
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'pvc', namespace: 'default', uid: 'u1' },
  spec: {
    ...(storageClassName === undefined ? {} : { storageClassName }),
    accessModes,
    resources: { requests: { storage } },
  },
  status: { phase: 'Pending' },
})
const volume = (name: string, storageClassName: string, storage: string, rest: Partial<Volume> = {}): Volume => ({
  metadata: { name },
  spec: { storageClassName, capacity: { storage }, accessModes: ['ReadWriteOnce'], ...rest.spec },
  ...(rest.status ? { status: rest.status } : {}),
})
const world = (...volumes: Volume[]) => ({ volumes, classes: [], events: [] })
const after = (name: string): string =>
  ` Como no hay un PV que valga, Kubernetes busca una StorageClass «${name}» con la que crearlo, y tampoco la hay.`

describe('why a claim waits', () => {
  it.each([
    ['size', claim('a', '30Gi'), `No encaja el tamaño: la PVC pide 30Gi y v1 tiene 20Gi.${after('a')}`],
    [
      'mode',
      claim('a', '1Gi', ['ReadWriteMany']),
      `No encaja el modo de acceso: la PVC pide ReadWriteMany y v1 ofrece ReadWriteOnce.${after('a')}`,
    ],
    ['class', claim('b'), `No encaja la clase: pide b, y los PV que hay son de a.${after('b')}`],
    ['no class', claim(), 'No encaja la clase: pide (ninguna), y los PV que hay son de a.'],
  ])('%s', (_, wanted, reason) => {
    expect(whyClaimPending(wanted, world(volume('v1', 'a', '20Gi')))).toEqual({
      because: `La PVC pvc no casa con ningún PV. ${reason}`,
      settled: true,
    })
  })

  it('a released volume, even of a claim of the same name', () => {
    const spec = { claimRef: { namespace: 'default', name: 'pvc', uid: 'u0' } }
    const old = volume('v1', 'a', '20Gi', { spec, status: { phase: 'Released' } })
    expect(whyClaimPending(claim('a'), world(old))!.because).toContain(
      'No encaja el estado: v1 está Released, todavía se acuerda de default/pvc, que se borró.',
    )
  })

  it('one that fits: only the binder’s next look', () => {
    expect(whyClaimPending(claim('a'), world(volume('v1', 'a', '20Gi')))).toEqual({
      because: 'Hay un PV que vale, v1: Kubernetes lo encontrará en su próximo repaso.',
    })
  })

  it('its first consumer', () => {
    const classes = [{ metadata: { name: 'a' }, provisioner: 'p', volumeBindingMode: 'WaitForFirstConsumer' }]
    expect(whyClaimPending(claim('a'), { volumes: [], classes, events: [] })!.because).toBe(
      'La PVC pvc es de la clase a, que no crea el volumen hasta que un pod lo use (WaitForFirstConsumer).',
    )
  })

  it('nothing, once it is bound', () => {
    expect(whyClaimPending({ ...claim('a'), status: { phase: 'Bound' } }, world())).toBeUndefined()
  })
})

it('tells the scheduler’s reasons in Spanish, one each, and keeps the unknown', () => {
  const says =
    "0/4 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) had a bad day, 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling."
  expect(schedulingReasons(says)).toEqual([
    'en 1 de 4 nodos no queda cpu sin reservar para lo que pide',
    'en 1 de 4 nodos hay un taint que el pod no tolera',
    '1 de 4 nodos: node(s) had a bad day',
    'en 1 de 4 nodos no se cumple lo que el pod exige del nodo (nodeSelector o nodeAffinity)',
  ])
  expect(
    schedulingReasons('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found'),
  ).toEqual(['una de sus PVC todavía no tiene volumen'])
  expect(schedulingReasons('no nodes available to schedule pods')).toEqual(['no hay ningún nodo en el cluster'])
})

describe('why a container restarts', () => {
  const restarted = (exitCode: number, reason: string): Pod => ({
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [{ name: 'c' }] },
    status: {
      containerStatuses: [{ name: 'c', ready: true, restartCount: 2, lastState: { terminated: { exitCode, reason } } }],
    },
  })

  it('ended well, which a Deployment does not want', () => {
    expect(told(whyContainerRestarts(restarted(0, 'Completed'), 'c', [])!)).toBe(
      'El contenedor c de p se ha reiniciado 2 veces: su proceso 1 terminó (código 0), y un pod con restartPolicy Always lo vuelve a arrancar. Kubernetes dice: «Completed»',
    )
  })

  it('failed its probe, in the probe’s words', () => {
    const event = (reason: string, message: string) => ({
      metadata: { name: message },
      reason,
      message,
      involvedObject: { kind: 'Pod', namespace: 'default', name: 'p' },
    })
    const events = [
      event('Killing', 'Container c failed liveness probe, will be restarted'),
      event('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 404'),
    ]
    expect(whyContainerRestarts(restarted(137, 'Error'), 'c', events)).toEqual({
      because: 'El contenedor c de p se ha reiniciado 2 veces: no pasó su prueba de vida (liveness).',
      says: 'Liveness probe failed: HTTP probe failed with statuscode: 404',
    })
  })
})

describe('why an Ingress is silent', () => {
  const nothing = { classes: [], services: [], slices: [], pods: [] }
  const request = { host: 'app1.mi-cluster.com', path: '/' }
  const rules = [
    {
      host: request.host,
      http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] },
    },
  ]

  it('nobody attends to its class', () => {
    expect(whyIngressSilent({ metadata: { name: 'i' }, spec: { rules } }, request, nothing)!.because).toBe(
      'El Ingress i no dice su ingressClassName y en el cluster no hay una clase por defecto: no lo atiende nadie.',
    )
  })

  it('its Service is not there', () => {
    const classes = [{ metadata: { name: 't' } }]
    expect(
      whyIngressSilent({ metadata: { name: 'i' }, spec: { ingressClassName: 't', rules } }, request, {
        ...nothing,
        classes,
      }),
    ).toEqual({
      because: 'El Ingress i apunta al Service web, que no existe en su namespace.',
      says: 'services "web" not found',
      settled: true,
    })
  })
})

it('compares quantities as Kubernetes writes them', () => {
  expect(quantityOf('20Gi')).toBe(quantityOf('20480Mi'))
  expect(quantityOf('10G')).toBe(1e10)
  expect(quantityOf('500m')).toBe(0.5)
  expect(quantityOf('1e3')).toBe(1000)
  expect(quantityOf('10Gbs')).toBeNaN()
})

describe('why a volume is not made', () => {
  const pvc: Claim = { ...claim('lento'), kind: 'PersistentVolumeClaim' }
  const classes = [{ metadata: { name: 'lento' }, provisioner: 'csi.emc2.example.com', volumeBindingMode: 'Immediate' }]
  const heard = (...said: [reason: string, message: string][]) =>
    said.map(([reason, message], index) => ({
      metadata: { name: `e${index}` },
      involvedObject: { kind: 'PersistentVolumeClaim', name: 'pvc', namespace: 'default', uid: 'u1' },
      type: 'Warning',
      reason,
      message,
      lastTimestamp: `2026-11-24T10:00:${10 - index}Z`,
    }))
  const timeout =
    'failed to provision volume with StorageClass "lento": failed to create volume pvc-1: create process timeout after 5 seconds'
  const waiting = ['ExternalProvisioning', 'Waiting for a volume to be created'] as [string, string]

  it.each([
    [
      'nobody answers',
      [waiting],
      'La PVC pvc espera a que el provisionador csi.emc2.example.com cree su volumen. Todavía no ha contestado: ¿está instalado, y en marcha, un programa con ese nombre? Kubernetes dice: «Waiting for a volume to be created»',
    ],
    [
      'its script fails, though the binder spoke last',
      [waiting, ['ProvisioningFailed', timeout]],
      `La PVC pvc no tiene volumen: el provisionador csi.emc2.example.com ha mandado hacer el volumen y nadie lo ha terminado a tiempo. Lo que pasó está en su registro (kubectl logs). Kubernetes dice: «${timeout}»`,
    ],
    [
      'a full back end',
      [['ProvisioningFailed', 'rpc error: code = ResourceExhausted desc = pool is full']],
      'La PVC pvc no tiene volumen: el provisionador csi.emc2.example.com dice que su backend está lleno. Kubernetes dice: «rpc error: code = ResourceExhausted desc = pool is full»',
    ],
  ] satisfies [string, [string, string][], string][])('%s', (_, said, sentence) => {
    expect(told(whyClaimPending(pvc, { volumes: [], classes, events: heard(...said) })!)).toBe(sentence)
  })
})

describe('why a volume is not mounted', () => {
  const pod: Pod = {
    kind: 'Pod',
    metadata: { name: 'mariadb', namespace: 'default', uid: 'p1' },
    spec: { nodeName: 'nodo1', containers: [] },
    status: { phase: 'Pending' },
  } as unknown as Pod
  const why = (message: string): string | undefined =>
    whyPodPending(pod, [
      {
        metadata: { name: 'e' },
        involvedObject: { kind: 'Pod', name: 'mariadb', namespace: 'default', uid: 'p1' },
        type: 'Warning',
        reason: 'FailedMount',
        message,
      },
    ])?.because

  it.each([
    [
      'MountVolume.SetUp failed for volume "volumen1" : mount failed: exit status 32\nOutput: mount: /x: unknown filesystem type \'nfs\'.\n',
      'El pod mariadb no arranca: nodo1 no puede montar el volumen volumen1, porque en ese nodo no está el cliente NFS (el paquete nfs-common). Hace falta en todos los nodos.',
    ],
    [
      'MountVolume.WaitForAttach failed for volume "bloques" : executable file not found in $PATH',
      'El pod mariadb no arranca: nodo1 no puede montar el volumen bloques, porque en ese nodo no está el cliente iSCSI (el paquete open-iscsi). Hace falta en todos los nodos.',
    ],
    [
      'MountVolume.SetUp failed for volume "claves" : secret "claves-bd" not found',
      'El pod mariadb no arranca: nodo1 no puede montar el volumen claves, porque no existe el Secret claves-bd.',
    ],
    [
      'AttachVolume.Attach failed for volume "pvc-1" : timed out waiting for external-attacher of csi.emc2.example.com CSI driver to attach volume vol-1',
      'El pod mariadb no arranca: nodo1 no puede montar el volumen pvc-1, porque nadie contesta por csi.emc2.example.com: su controlador CSI no está instalado o no funciona.',
    ],
  ])('%s', (message, sentence) => expect(why(message)).toBe(sentence))
})
