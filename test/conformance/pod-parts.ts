// What happens to a pod besides its probes: memory and disk limits, debugging containers, resizes, its names and its node's ports.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

const loop = 'trap "exit 0" TERM; while true; do sleep 1; done'

function pod(name: string, container: string, spec = ''): string {
  return `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: ${name}}}, spec: {terminationGracePeriodSeconds: 1, ${spec} containers: [{name: c, image: "busybox:1.36", ${container}}]}}\n---\n`
}

const shell = (script: string): string => `command: [sh, -c, ${JSON.stringify(script)}]`

interface ContainerStatus {
  ready: boolean
  restartCount: number
  state: Record<string, { reason?: string; exitCode?: number; message?: string }>
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> }
  allocatedResources?: Record<string, string>
}

async function status(world: World, name: string, list = 'containerStatuses'): Promise<ContainerStatus | undefined> {
  return ((await world.get('Pod', name)).status[list] as ContainerStatus[] | undefined)?.[0]
}

async function condition(world: World, name: string, type: string): Promise<Record<string, string> | undefined> {
  const all = (await world.get('Pod', name)).status['conditions'] as Record<string, string>[] | undefined
  return all?.find((one) => one['type'] === type)
}

async function running(world: World, name: string): Promise<void> {
  await world.until(`${name} runs`, async () => (await status(world, name))?.ready)
}

export const podPartScenarios: Scenario[] = [
  {
    name: 'a container over its memory limit ends with 137, OOMKilled',
    async run(world) {
      const limit = 'resources: {limits: {memory: 32Mi}}'
      await world.create(
        pod('cola', `command: [tail, /dev/zero], ${limit}`, 'restartPolicy: Never,') +
          pod(
            'variable',
            `${shell('x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done')}, ${limit}`,
            'restartPolicy: Never,',
          ),
      )
      for (const name of ['cola', 'variable']) {
        await world.until('over', async () => (await world.get('Pod', name)).status['phase'] === 'Failed')
        expect((await status(world, name))?.state).toMatchObject({ terminated: { exitCode: 137, reason: 'OOMKilled' } })
      }
    },
  },
  {
    name: 'one that fills more disk than its limit is evicted',
    async run(world) {
      const script = 'dd if=/dev/zero of=/x bs=1M count=20; sleep 600'
      const limit = 'resources: {limits: {ephemeral-storage: 10Mi}}'
      await world.create(pod('web', `${shell(script)}, ${limit}`, 'restartPolicy: Never,'))
      await world.until('evicted', async () => (await world.get('Pod', 'web')).status['phase'] === 'Failed', 90)
      const { status: last } = await world.get('Pod', 'web')
      const message = 'Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. '
      expect(last).toMatchObject({ reason: 'Evicted', message })
      expect(await world.events('Pod', 'web')).toEqual(
        expect.arrayContaining([
          `Warning Evicted (kubelet): ${message}`,
          'Normal Killing (kubelet): Stopping container c',
        ]),
      )
    },
  },
  {
    name: 'a debugging container sees its target, takes no part in being ready, and is not started again',
    async run(world) {
      await world.create(pod('web', shell(`echo secreto > /dato; ${loop}`)))
      await running(world, 'web')
      const command = ['sh', '-c', 'ps | grep -c "[e]cho secreto"; cat /proc/1/root/dato; exit 3']
      const lens = { name: 'lupa', image: 'busybox:1.36', targetContainerName: 'c', command }
      await world.patchPart('web', 'ephemeralcontainers', { spec: { ephemeralContainers: [lens] } })
      const own = () => status(world, 'web', 'ephemeralContainerStatuses')
      await world.until('over', async () => (await own())?.state['terminated'] !== undefined)
      expect(await own()).toMatchObject({ ready: false, restartCount: 0, state: { terminated: { exitCode: 3 } } })
      expect(await world.log('web', { container: 'lupa' })).toBe('1\nsecreto\n')
      expect((await status(world, 'web'))?.ready).toBe(true)
      await expect(
        world.patchPart('web', 'ephemeralcontainers', { spec: { ephemeralContainers: [{ ...lens, image: 'otra' }] } }),
      ).rejects.toThrow(/existing ephemeral containers \\+"lupa\\+" may not be changed/)
    },
  },
  {
    name: 'a resize gives a running container more, without a restart; and says why it cannot',
    async run(world) {
      const resources = 'resources: {requests: {cpu: 20m, memory: 16Mi}, limits: {memory: 32Mi}}'
      await world.create(pod('web', `${shell(loop)}, ${resources}`))
      await running(world, 'web')
      const resize = (amounts: object) =>
        world.patchPart('web', 'resize', { spec: { containers: [{ name: 'c', resources: amounts }] } })
      await resize({ requests: { cpu: '30m' }, limits: { memory: '48Mi' } })
      await world.until('resized', async () => (await status(world, 'web'))?.resources?.limits?.['memory'] === '48Mi')
      expect(await status(world, 'web')).toMatchObject({
        restartCount: 0,
        allocatedResources: { cpu: '30m', memory: '16Mi' },
        resources: { requests: { cpu: '30m', memory: '16Mi' }, limits: { memory: '48Mi' } },
      })
      const done =
        '{"containers":[{"name":"c","resources":{"limits":{"memory":"48Mi"},"requests":{"cpu":"30m","memory":"16Mi"}}}],"generation":2}'
      await world.until('told', async () =>
        (await world.events('Pod', 'web')).some((line) => line.includes('ResizeCompleted')),
      )
      expect(await world.events('Pod', 'web')).toEqual(
        expect.arrayContaining([
          `Normal ResizeStarted (kubelet): Pod resize started: ${done}`,
          `Normal ResizeCompleted (kubelet): Pod resize completed: ${done}`,
        ]),
      )
      await resize({ requests: { cpu: '100' } })
      const pending = await world.until('refused', () => condition(world, 'web', 'PodResizePending'))
      expect(pending).toMatchObject({ status: 'True', reason: 'Infeasible' })
      expect(pending['message']).toMatch(/^Node didn't have enough capacity: cpu, requested: 100000, capacity: \d+$/)
      expect((await status(world, 'web'))?.resources?.requests?.['cpu']).toBe('30m')
    },
  },
  {
    name: 'a resize restarts the container where its policy asks for that',
    async run(world) {
      const resources = 'resources: {limits: {memory: 32Mi}}'
      const policy = 'resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]'
      await world.create(pod('web', `${shell(loop)}, ${resources}, ${policy}`))
      await running(world, 'web')
      const more = { requests: { memory: '48Mi' }, limits: { memory: '48Mi' } }
      await world.patchPart('web', 'resize', { spec: { containers: [{ name: 'c', resources: more }] } })
      await world.until('restarted', async () => (await status(world, 'web'))?.restartCount === 1)
      expect(await world.events('Pod', 'web')).toContain(
        'Normal Killing (kubelet): Container c resize requires restart',
      )
    },
  },
  {
    name: 'an image name that is none, and one that may not be pulled',
    async run(world) {
      await world.create(
        `{apiVersion: v1, kind: Pod, metadata: {name: mal}, spec: {containers: [{name: c, image: "NoVale:1:2"}]}}`,
      )
      const waiting = await world.until(
        'refused',
        async () =>
          (await status(world, 'mal'))?.state['waiting']?.message && (await status(world, 'mal'))?.state['waiting'],
      )
      const why =
        'Failed to apply default image tag "NoVale:1:2": couldn\'t parse image name "NoVale:1:2": invalid reference format: repository name (library/NoVale) must be lowercase'
      expect(waiting).toEqual({ reason: 'InvalidImageName', message: why })
      expect((await world.events('Pod', 'mal')).slice(1)).toEqual([
        `Warning InspectFailed (kubelet): ${why}`,
        'Warning Failed (kubelet): Error: InvalidImageName',
      ])
    },
  },
  {
    name: 'hostPath looks at what is there',
    async run(world) {
      const types = {
        Directory: 'a directory',
        File: 'a file',
        Socket: 'a socket file',
        CharDevice: 'a character device',
        BlockDevice: 'a block device',
      }
      for (const type of Object.keys(types)) {
        const volume = `volumes: [{name: d, hostPath: {path: /no/hay, type: ${type}}}],`
        await world.create(pod(type.toLowerCase(), `${shell(loop)}, volumeMounts: [{name: d, mountPath: /d}]`, volume))
      }
      for (const [type, what] of Object.entries(types)) {
        const told = `Warning FailedMount (kubelet): MountVolume.SetUp failed for volume "d" : hostPath type check failed: /no/hay is not ${what}`
        await world.until(type, async () => (await world.events('Pod', type.toLowerCase())).includes(told))
      }
    },
  },
  {
    name: 'a hostPort is a port of the node',
    async run(world) {
      const script = 'mkdir /w; echo hola > /w/index.html; httpd -f -p 8080 -h /w'
      await world.create(
        pod('web', `${shell(script)}, ports: [{containerPort: 8080, hostPort: 18080}]`) + pod('cliente', shell(loop)),
      )
      await running(world, 'web')
      await running(world, 'cliente')
      const address = (await world.get('Pod', 'web')).status['hostIP'] as string
      await world.until('answered', async () => {
        const { stdout } = await world.exec('cliente', ['wget', '-q', '-O', '-', `http://${address}:18080/`])
        return stdout === 'hola\n'
      })
    },
  },
  {
    name: 'its names: hostname, subdomain, aliases and resolver; its containers share their processes',
    async run(world) {
      await world.create(
        pod(
          'web',
          shell(loop),
          'shareProcessNamespace: true, hostname: anfitrion, subdomain: sub, setHostnameAsFQDN: true, hostAliases: [{ip: 10.1.2.3, hostnames: [a, b]}], dnsConfig: {nameservers: [1.1.1.1], searches: [ejemplo.es], options: [{name: ndots, value: "2"}, {name: edns0}]},',
        ),
      )
      await running(world, 'web')
      const text = async (command: string): Promise<string> =>
        world.mask((await world.exec('web', ['sh', '-c', command])).stdout)
      expect(await text('ps | grep -c "[/]pause"; hostname')).toBe('1\nanfitrion.sub.<ns>.svc.cluster.local\n')
      expect(await text('tail -5 /etc/hosts')).toBe(
        'fe00::2\tip6-allrouters\n<ip>\tanfitrion.sub.<ns>.svc.cluster.local\tanfitrion\n\n# Entries added by HostAliases.\n<ip>\ta\tb\n',
      )
      expect(await text('grep -v options /etc/resolv.conf')).toBe(
        'search <ns>.svc.cluster.local svc.cluster.local cluster.local ejemplo.es\nnameserver <ip>\nnameserver <ip>\n',
      )
      // A kubelet writes them in no order.
      expect((await text('grep options /etc/resolv.conf')).trim().split(' ').toSorted()).toEqual([
        'edns0',
        'ndots:2',
        'options',
      ])
    },
  },
  {
    name: 'its last words: a file of its own, or the end of its log where it failed',
    async run(world) {
      const never = 'restartPolicy: Never,'
      await world.create(
        pod('fichero', shell('echo adios > /dev/termination-log; exit 1'), never) +
          pod(
            'registro',
            `${shell('echo uno; echo dos; exit 1')}, terminationMessagePolicy: FallbackToLogsOnError`,
            never,
          ) +
          pod('callado', `${shell('echo uno; exit 0')}, terminationMessagePolicy: FallbackToLogsOnError`, never),
      )
      const last = async (name: string) => {
        const state = await world.until(name, async () => (await status(world, name))?.state['terminated'])
        return state.message
      }
      expect([await last('fichero'), await last('registro'), await last('callado')]).toEqual([
        'adios\n',
        'uno\ndos\n',
        undefined,
      ])
    },
  },
  {
    name: 'a readiness gate keeps a ready pod out until somebody opens it',
    async run(world) {
      await world.create(pod('web', shell(loop), 'readinessGates: [{conditionType: "ejemplo.es/listo"}],'))
      await running(world, 'web')
      expect(await condition(world, 'web', 'ContainersReady')).toMatchObject({ status: 'True' })
      expect(await condition(world, 'web', 'Ready')).toMatchObject({
        status: 'False',
        reason: 'ReadinessGatesNotReady',
        message: 'corresponding condition of pod readiness gate "ejemplo.es/listo" does not exist.',
      })
      await world.patchPart('web', 'status', { status: { conditions: [{ type: 'ejemplo.es/listo', status: 'True' }] } })
      await world.until('ready', async () => (await condition(world, 'web', 'Ready'))?.['status'] === 'True')
    },
  },
]
