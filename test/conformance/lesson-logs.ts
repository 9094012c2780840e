// The lessons' own cases of process 1 and of logs.
import { expect } from 'vitest'
import { refusalOf, type Scenario, type World } from './world.ts'

const busybox = (name: string, script: string, rest = ''): string =>
  `{name: ${name}, image: 'busybox:1.36', command: [sh, -c, '${script}']${rest}}`

function pod(containers: string[], spec = ''): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 0
  ${spec}
  containers: [${containers.join(', ')}]
`
}

interface Status {
  name: string
  restartCount: number
  state: Record<string, { reason?: string; exitCode?: number }>
  lastState: Record<string, { reason?: string; exitCode?: number }>
}

async function status(world: World): Promise<Status | undefined> {
  return ((await world.get('Pod', 'web')).status['containerStatuses'] as Status[] | undefined)?.[0]
}

async function logged(world: World, text: string, container?: string): Promise<void> {
  const options = container === undefined ? {} : { container }
  await world.until(`«${text}» in the log`, async () => (await world.log('web', options)).includes(text))
}

export const lessonLogScenarios: Scenario[] = [
  {
    name: 'a server that goes to the background leaves no process 1: Completed, and restarted all the same',
    async run(world) {
      await world.create(pod([busybox('c', 'mkdir /www; httpd -p 8080 -h /www')]))
      await world.until('CrashLoopBackOff', async () => {
        return (await status(world))?.state['waiting']?.reason === 'CrashLoopBackOff'
      })
      expect((await status(world))?.lastState['terminated']).toMatchObject({ reason: 'Completed', exitCode: 0 })
      await world.until('the event', async () =>
        (await world.events('Pod', 'web')).includes(
          'Warning BackOff (kubelet): Back-off restarting failed container c in pod web_<ns>(<uid>)',
        ),
      )
    },
  },
  {
    name: 'a script in a pod that may end: Completed, and it stays so',
    async run(world) {
      await world.create(pod([busybox('c', 'echo copia hecha')], 'restartPolicy: OnFailure'))
      await world.until('Succeeded', async () => (await world.get('Pod', 'web')).status['phase'] === 'Succeeded')
      expect(await status(world)).toMatchObject({
        restartCount: 0,
        state: { terminated: { reason: 'Completed', exitCode: 0 } },
      })
      expect(await world.log('web')).toBe('copia hecha\n')
    },
  },
  {
    name: 'a command that is not there is a 127 of the shell',
    async run(world) {
      await world.create(pod([busybox('c', 'no-existe')], 'restartPolicy: Never'))
      await world.until('Failed', async () => (await world.get('Pod', 'web')).status['phase'] === 'Failed')
      expect((await status(world))?.state['terminated']).toMatchObject({ reason: 'Error', exitCode: 127 })
    },
  },
  {
    name: 'the log is standard output and standard error, also of children; a file is not',
    async run(world) {
      const script = 'echo salida; echo error >&2; (echo hijo); echo fichero > /tmp/app.log; echo fin; sleep 3600'
      await world.create(pod([busybox('c', script)]))
      await logged(world, 'fin')
      expect((await world.log('web')).trim().split('\n').toSorted()).toEqual(['error', 'fin', 'hijo', 'salida'])
      expect((await world.exec('web', ['cat', '/tmp/app.log'])).stdout).toBe('fichero\n')
    },
  },
  {
    name: 'a file that is a link to standard output is in the log',
    async run(world) {
      await world.create(
        pod([busybox('c', 'ln -s /dev/stdout /tmp/app.log; echo fichero >> /tmp/app.log; sleep 3600')]),
      )
      await logged(world, 'fichero')
      expect(await world.log('web')).toBe('fichero\n')
    },
  },
  {
    name: 'of two containers each has its own log, and one has to be named',
    async run(world) {
      await world.create(
        pod([busybox('web', 'echo en web; sleep 3600'), busybox('sidecar', 'echo en sidecar; sleep 3600')]),
      )
      await logged(world, 'en web', 'web')
      await logged(world, 'en sidecar', 'sidecar')
      expect(await refusalOf(world.log('web'))).toBe(
        'a container name must be specified for pod web, choose one of: [web sidecar]',
      )
      expect(await refusalOf(world.log('web', { container: 'noexiste' }))).toBe(
        'container noexiste is not valid for pod web',
      )
    },
  },
  {
    name: 'a second container reads the file of the first, and makes it a log',
    async run(world) {
      const mount = ', volumeMounts: [{name: v, mountPath: /v}]'
      await world.create(
        pod(
          [
            busybox('app', 'while true; do echo factura emitida >> /v/app.log; sleep 1; done', mount),
            busybox('lector', 'while true; do cat /v/app.log; sleep 1; done', mount),
          ],
          'volumes: [{name: v, emptyDir: {}}]',
        ),
      )
      await logged(world, 'factura emitida', 'lector')
      expect(await world.log('web', { container: 'app' })).toBe('')
    },
  },
  {
    name: 'the log of the life before tells why it ended',
    async run(world) {
      const first =
        'if [ -e /v/segunda ]; then echo otra vida; sleep 3600; fi; touch /v/segunda; echo la clave ha caducado; exit 1'
      await world.create(
        pod([busybox('c', first, ', volumeMounts: [{name: v, mountPath: /v}]')], 'volumes: [{name: v, emptyDir: {}}]'),
      )
      await logged(world, 'otra vida')
      expect(await world.log('web', { previous: true })).toBe('la clave ha caducado\n')
      expect(await status(world)).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 1 } } })
    },
  },
  {
    name: 'there is no life before the first one',
    async run(world) {
      await world.create(pod([busybox('c', 'echo en marcha; sleep 3600')]))
      await logged(world, 'en marcha')
      expect(await refusalOf(world.log('web', { previous: true }))).toBe(
        'previous terminated container "c" in pod "web" not found',
      )
    },
  },
]
