// A pod's life: exits, restarts, what it waits for, and the namespace around it.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

function pod(name: string, { script = 'sleep 3600', spec = '', container = '' }: Record<string, string>): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  terminationGracePeriodSeconds: 1
  ${spec}
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, '${script}']
    ${container}
---`
}

interface ContainerStatus {
  ready: boolean
  started: boolean
  restartCount: number
  state: Record<string, { reason?: string; exitCode?: number; message?: string }>
  lastState: Record<string, { reason?: string; exitCode?: number }>
}

async function container(world: World, name: string): Promise<ContainerStatus | undefined> {
  return ((await world.get('Pod', name)).status['containerStatuses'] as ContainerStatus[] | undefined)?.[0]
}

async function phased(world: World, name: string, phase: string): Promise<void> {
  await world.until(`${name} ${phase}`, async () => (await world.get('Pod', name)).status['phase'] === phase)
}

async function conditions(world: World, name: string): Promise<string[]> {
  const found = (await world.get('Pod', name)).status['conditions'] as Record<string, string>[]
  return found
    .map(({ type, status, reason, message }) => [`${type}=${status}`, reason, message].filter(Boolean).join(' '))
    .toSorted()
}

const startup = [
  'Normal Scheduled (default-scheduler): Successfully assigned <ns>/web to <node>',
  'Normal Pulled (kubelet): Container image "busybox:1.36" already present on machine and can be accessed by the pod',
  'Normal Created (kubelet): Container created',
  'Normal Started (kubelet): Container started',
]

export const podScenarios: Scenario[] = [
  {
    name: 'starts with these events and is Running and ready; deleting it kills its container',
    async run(world) {
      await world.create(pod('web', {}))
      await phased(world, 'web', 'Running')
      await world.until('ready', async () => (await container(world, 'web'))?.ready)
      expect(await world.events('Pod', 'web')).toEqual(startup)
      expect(await conditions(world, 'web')).toEqual([
        'ContainersReady=True',
        'Initialized=True',
        'PodReadyToStartContainers=True',
        'PodScheduled=True',
        'Ready=True',
      ])
      const { status } = await world.get('Pod', 'web')
      expect(status['qosClass']).toBe('BestEffort')
      expect(world.mask(status['podIP'] as string)).toBe('<ip>')
      await world.remove('Pod', 'web')
      await world.until('gone', async () => (await world.list('Pod')).length === 0)
      expect((await world.events('Pod', 'web')).at(-1)).toBe('Normal Killing (kubelet): Stopping container c')
    },
  },
  {
    name: 'restartPolicy Never: exit 0 is Completed, exit 3 is Error',
    async run(world) {
      const spec = 'restartPolicy: Never'
      await world.create(pod('bien', { script: 'echo copia hecha', spec }) + pod('mal', { script: 'exit 3', spec }))
      await phased(world, 'bien', 'Succeeded')
      await phased(world, 'mal', 'Failed')
      expect((await container(world, 'bien'))?.state['terminated']).toMatchObject({ reason: 'Completed', exitCode: 0 })
      expect((await container(world, 'mal'))?.state['terminated']).toMatchObject({ reason: 'Error', exitCode: 3 })
      expect(await conditions(world, 'bien')).toEqual([
        'ContainersReady=False PodCompleted',
        'Initialized=True PodCompleted',
        'PodReadyToStartContainers=False',
        'PodScheduled=True',
        'Ready=False PodCompleted',
      ])
    },
  },
  {
    name: 'restartPolicy Always: a script that ends is restarted, then backed off',
    async run(world) {
      await world.create(pod('web', { script: 'exit 0' }))
      const status = await world.until('CrashLoopBackOff', async () => {
        const found = await container(world, 'web')
        return found?.state['waiting']?.reason === 'CrashLoopBackOff' && found
      })
      expect(world.mask(status.state['waiting']!.message!)).toBe(
        'back-off 10s restarting failed container=c pod=web_<ns>(<uid>)',
      )
      expect(status.lastState['terminated']).toMatchObject({ reason: 'Completed', exitCode: 0 })
      expect(status.restartCount).toBe(1)
      expect(await conditions(world, 'web')).toContain(
        'Ready=False ContainersNotReady containers with unready status: [c]',
      )
      const told = await world.until('BackOff event', async () => {
        const found = await world.events('Pod', 'web')
        return found.length > startup.length && found
      })
      expect(told).toEqual([
        ...startup,
        'Warning BackOff (kubelet): Back-off restarting failed container c in pod web_<ns>(<uid>)',
      ])
    },
  },
  {
    name: 'a Secret that is not there: CreateContainerConfigError until it comes',
    async run(world) {
      const env = 'env: [{name: USUARIO, valueFrom: {secretKeyRef: {name: credenciales, key: usuario}}}]'
      await world.create(pod('web', { script: '[ "$USUARIO" = ana ] && sleep 3600', container: env }))
      const waiting = await world.until('waiting', async () => {
        const state = (await container(world, 'web'))?.state['waiting']
        return state?.reason === 'CreateContainerConfigError' && state
      })
      expect(waiting.message).toBe('secret "credenciales" not found')
      expect((await world.events('Pod', 'web')).at(-1)).toBe(
        'Warning Failed (kubelet): Error: secret "credenciales" not found',
      )
      await world.create('{apiVersion: v1, kind: Secret, metadata: {name: credenciales}, stringData: {usuario: ana}}')
      await phased(world, 'web', 'Running')
      expect((await container(world, 'web'))?.restartCount).toBe(0)
    },
  },
  {
    name: 'a ConfigMap as files: the pod waits for it, with FailedMount',
    async run(world) {
      await world.create(
        pod('web', {
          script: 'cat /etc/web/saludo; sleep 3600',
          spec: 'volumes: [{name: conf, configMap: {name: conf}}]',
          container: 'volumeMounts: [{name: conf, mountPath: /etc/web}]',
        }),
      )
      await world.until('FailedMount', async () => (await world.events('Pod', 'web')).length > 1)
      expect((await world.events('Pod', 'web'))[1]).toBe(
        'Warning FailedMount (kubelet): MountVolume.SetUp failed for volume "conf" : configmap "conf" not found',
      )
      expect((await container(world, 'web'))?.state['waiting']?.reason).toBe('ContainerCreating')
      await world.create('{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {saludo: hola}}')
      await phased(world, 'web', 'Running')
    },
  },
  {
    name: 'an image that may not be pulled and is not there',
    async run(world) {
      await world.create(`
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: c, image: 'no-esta:1.0', imagePullPolicy: Never}]
`)
      const waiting = await world.until('waiting', async () => {
        const state = (await container(world, 'web'))?.state['waiting']
        return state?.reason === 'ErrImageNeverPull' && state
      })
      expect(waiting.message).toBe('Container image "no-esta:1.0" is not present with pull policy of Never')
      expect(await world.events('Pod', 'web')).toEqual([
        startup[0],
        'Warning ErrImageNeverPull (kubelet): Container image "no-esta:1.0" is not present with pull policy of Never',
        'Warning Failed (kubelet): Error: ErrImageNeverPull',
      ])
    },
  },
  {
    name: 'init containers run one after the other, before the others',
    async run(world) {
      const init = (name: string, script: string): string =>
        `{name: ${name}, image: 'busybox:1.36', command: [sh, -c, '${script}'], volumeMounts: [{name: v, mountPath: /v}]}`
      await world.create(
        pod('web', {
          script: '[ "$(cat /v/f)" = "uno dos" ] && sleep 3600',
          spec: `initContainers: [${init('a', 'echo -n "uno " > /v/f')}, ${init('b', 'echo dos >> /v/f')}]
  volumes: [{name: v, emptyDir: {}}]`,
          container: 'volumeMounts: [{name: v, mountPath: /v}]',
        }),
      )
      await phased(world, 'web', 'Running')
      const { status } = await world.get('Pod', 'web')
      const inits = status['initContainerStatuses'] as ContainerStatus[]
      expect(inits.map(({ state, ready }) => [state['terminated']?.reason, ready])).toEqual([
        ['Completed', true],
        ['Completed', true],
      ])
    },
  },
  {
    name: 'every namespace has its ServiceAccount and the root certificate; deleting it empties it',
    async run(world) {
      await world.until('default', () => world.get('ServiceAccount', 'default'))
      const root = await world.until('the certificate', () => world.get('ConfigMap', 'kube-root-ca.crt'))
      expect(Object.keys((root as unknown as { data: object }).data)).toEqual(['ca.crt'])
      await world.create(pod('web', {}))
      await phased(world, 'web', 'Running')
      const { spec } = await world.get('Pod', 'web')
      expect(spec['serviceAccountName']).toBe('default')
      await world.remove('Namespace', world.namespace)
      await world.until('gone', async () => {
        const all = await world.list('Namespace')
        return !all.some(({ metadata }) => metadata!.name === world.namespace)
      })
      expect(await world.list('Pod')).toEqual([])
    },
  },
  {
    name: 'exec gives the streams and the exit code of a command; what it prints is not in the log',
    async run(world) {
      await world.create(pod('web', { script: 'echo from process 1; (echo from its child); sleep 3600' }))
      await phased(world, 'web', 'Running')
      expect(await world.exec('web', ['sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({
        code: 3,
        stdout: 'out\n',
        stderr: 'err\n',
      })
      expect(await world.exec('web', ['wc', '-l'], 'one\ntwo\n')).toEqual({ code: 0, stdout: '2\n', stderr: '' })
      expect((await world.exec('web', ['no-such-program'])).code).toBeUndefined()
      await world.exec('web', ['sh', '-c', 'echo through the door > /proc/1/fd/1'])
      await world.until('the log', async () => (await world.log('web')).includes('door'))
      expect(await world.log('web')).toBe('from process 1\nfrom its child\nthrough the door\n')
    },
  },
  {
    name: 'kill 1 by exec restarts a container that handles the signal, and does nothing to one that does not',
    async run(world) {
      await world.create(
        pod('listens', { script: 'trap "echo bye; exit 7" TERM; echo ready; while true; do sleep 0.2; done' }) +
          pod('deaf', { script: 'echo ready; sleep 3600; true' }),
      )
      for (const name of ['listens', 'deaf'])
        await world.until('ready', async () => (await world.log(name)) === 'ready\n')
      expect((await world.exec('listens', ['kill', '1'])).code).toBe(0)
      expect((await world.exec('deaf', ['kill', '1'])).code).toBe(0)
      expect((await world.exec('deaf', ['kill', '-9', '1'])).code).toBe(0)
      await world.until('restarted', async () => {
        const status = await container(world, 'listens')
        return status?.restartCount === 1 && status.state['running'] !== undefined
      })
      expect((await container(world, 'listens'))!.lastState['terminated']).toMatchObject({
        exitCode: 7,
        reason: 'Error',
      })
      expect(await world.log('listens', { previous: true })).toBe('ready\nbye\n')
      expect((await container(world, 'deaf'))!.restartCount).toBe(0)
    },
  },
]
