// The lessons' own cases of probes: NextCloud, Oracle and WebLogic, with their minutes shortened.
// What a program does next is told to it by exec, so that no scenario depends on how fast a node is.
import { expect } from 'vitest'
import { refusalOf, type Scenario, type World } from './world.ts'

/** A web server on 7001 whose answers are the files in /www; `script` runs before it, `probes` are YAML. */
function server(script: string, probes: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: busybox:1.36
    command:
    - sh
    - -c
    - |
      mkdir -p /www/cgi-bin; echo lista > /www/listo; echo operativa > /www/vivo
      ${script}
      httpd -p 7001 -h /www; echo en marcha; while true; do sleep 1; done
    ${probes}
`
}

const service = `
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 1521, targetPort: 7001}]}
`

const asks = (path: string, rest: string): string => `{httpGet: {path: ${path}, port: 7001}, periodSeconds: 1, ${rest}}`

/** Waits for the server before the other probes begin: a busy node may take its time to start it. */
const up = `startupProbe: ${asks('/vivo', 'failureThreshold: 120')}`

interface Status {
  ready: boolean
  started: boolean
  restartCount: number
  lastState: { terminated?: { exitCode: number; reason: string } }
}

async function status(world: World): Promise<Status | undefined> {
  return ((await world.get('Pod', 'web')).status['containerStatuses'] as Status[] | undefined)?.[0]
}

async function restarted(world: World, times = 1): Promise<void> {
  await world.until('restarted', async () => ((await status(world))?.restartCount ?? 0) >= times)
}

async function ready(world: World): Promise<void> {
  await world.until('ready', async () => (await status(world))?.ready)
}

async function balanced(world: World, wanted: boolean): Promise<void> {
  await world.until(wanted ? 'in the balance' : 'out of the balance', async () => {
    const [slice] = (await world.list('EndpointSlice')) as unknown as { endpoints?: { conditions: object }[] }[]
    const conditions = slice?.endpoints?.[0]?.conditions
    return JSON.stringify(conditions) === JSON.stringify({ ready: wanted, serving: wanted, terminating: false })
  })
}

/** What probes wrote, but for what a server that is not up, or is going, or a busy node makes them write. */
async function told(world: World): Promise<string[]> {
  const lines = (await world.events('Pod', 'web')).filter((line) => /Unhealthy|Killing/.test(line))
  return lines.filter((line) => !/connection refused|Timeout|timeout|deadline|errored|connection reset|EOF/.test(line))
}

export const lessonProbeScenarios: Scenario[] = [
  {
    name: 'NextCloud with nothing but a liveness probe is restarted again and again before it is up',
    async run(world) {
      await world.create(server('sleep 3600', `livenessProbe: ${asks('/status.php', 'failureThreshold: 2')}`))
      await restarted(world, 2)
      expect(await world.events('Pod', 'web')).toContain(
        'Warning Unhealthy (kubelet): Liveness probe failed: Get "http://<ip>:7001/status.php": dial tcp <ip>:7001: connect: connection refused',
      )
      expect(await told(world)).toEqual([
        'Normal Killing (kubelet): Container c failed liveness probe, will be restarted',
      ])
      expect((await status(world))?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
    },
  },
  {
    name: 'NextCloud with a startup probe is up without a restart, though its liveness probe has no patience at all',
    async run(world) {
      const probes = `startupProbe: ${asks('/status.php', 'failureThreshold: 300')}
    livenessProbe: ${asks('/status.php', 'failureThreshold: 1')}`
      await world.create(server('echo arrancando', probes))
      await world.until('a failure', async () => (await told(world)).length > 0)
      expect(await status(world)).toMatchObject({ started: false, ready: false, restartCount: 0 })
      await world.exec('web', ['sh', '-c', 'echo installed > /www/status.php'])
      await ready(world)
      expect(await status(world)).toMatchObject({ started: true, restartCount: 0 })
      expect(await told(world)).toEqual([
        'Warning Unhealthy (kubelet): Startup probe failed: HTTP probe failed with statuscode: 404',
      ])
    },
  },
  {
    name: 'the notes’ numbers of NextCloud, and what the server adds to them',
    async run(world) {
      const probe =
        '{httpGet: {path: /status.php, port: 80}, initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 300}'
      await world.create(server('true', `startupProbe: ${probe}`))
      const { spec } = await world.get('Pod', 'web')
      expect((spec['containers'] as { startupProbe: object }[])[0]!.startupProbe).toEqual({
        httpGet: { path: '/status.php', port: 80, scheme: 'HTTP' },
        initialDelaySeconds: 5,
        periodSeconds: 10,
        failureThreshold: 300,
        timeoutSeconds: 1,
        successThreshold: 1,
      })
    },
  },
  {
    name: 'a startup probe that fails where nothing is restarted ends the pod',
    async run(world) {
      const pod = server('true', `startupProbe: ${asks('/no-llega', 'failureThreshold: 1')}`)
      await world.create(pod.replace('spec:', 'spec:\n  restartPolicy: Never'))
      await world.until('Failed', async () => (await world.get('Pod', 'web')).status['phase'] === 'Failed')
      expect((await status(world))?.restartCount).toBe(0)
      expect((await told(world)).at(-1)).toBe('Normal Killing (kubelet): Stopping container c')
    },
  },
  {
    name: 'Oracle opens 1521 late: its startup probe waits for the port',
    async run(world) {
      const late = 'while [ ! -e /tmp/abre ]; do sleep 1; done'
      await world.create(
        server(late, 'startupProbe: {tcpSocket: {port: 7001}, periodSeconds: 1, failureThreshold: 120}'),
      )
      const failure =
        'Warning Unhealthy (kubelet): Startup probe failed: dial tcp <ip>:7001: connect: connection refused'
      await world.until('a failure', async () => (await world.events('Pod', 'web')).includes(failure))
      expect(await status(world)).toMatchObject({ started: false, restartCount: 0 })
      await world.exec('web', ['touch', '/tmp/abre'])
      await ready(world)
      expect(await status(world)).toMatchObject({ started: true, restartCount: 0 })
    },
  },
  {
    name: 'Oracle that never opens its port is restarted by its startup probe',
    async run(world) {
      await world.create(
        server('sleep 3600', 'startupProbe: {tcpSocket: {port: 7001}, periodSeconds: 1, failureThreshold: 3}'),
      )
      await restarted(world)
      expect(await told(world)).toEqual([
        'Normal Killing (kubelet): Container c failed startup probe, will be restarted',
      ])
      expect(await status(world)).toMatchObject({ ready: false })
    },
  },
  {
    name: 'Oracle makes its backup: alive, out of the balance, and back in when it is over',
    async run(world) {
      const probes = `${up}
    readinessProbe: ${asks('/listo', 'failureThreshold: 1')}
    livenessProbe: ${asks('/vivo', 'failureThreshold: 5')}`
      await world.create(server('true', probes) + service)
      await balanced(world, true)
      await world.exec('web', ['rm', '/www/listo'])
      await balanced(world, false)
      const { status: pod } = await world.get('Pod', 'web')
      expect(pod['phase']).toBe('Running')
      expect(pod['conditions']).toContainEqual(
        expect.objectContaining({
          type: 'Ready',
          status: 'False',
          reason: 'ContainersNotReady',
          message: 'containers with unready status: [c]',
        }),
      )
      await world.exec('web', ['sh', '-c', 'echo lista > /www/listo'])
      await balanced(world, true)
      expect(await status(world)).toMatchObject({ ready: true, started: true, restartCount: 0 })
      expect(await told(world)).toEqual([
        'Warning Unhealthy (kubelet): Readiness probe failed: HTTP probe failed with statuscode: 404',
      ])
    },
  },
  {
    name: 'Oracle asked the same by both probes is killed in the middle of its backup',
    async run(world) {
      const probes = `${up}
    readinessProbe: ${asks('/listo', 'failureThreshold: 1')}
    livenessProbe: ${asks('/listo', 'failureThreshold: 2')}`
      await world.create(server('true', probes))
      await ready(world)
      await world.exec('web', ['rm', '/www/listo'])
      await restarted(world)
      expect(await told(world)).toContain(
        'Normal Killing (kubelet): Container c failed liveness probe, will be restarted',
      )
      await ready(world)
    },
  },
  {
    name: 'a pod is ready when all its containers are',
    async run(world) {
      const other =
        "\n  - {name: espera, image: 'busybox:1.36', command: [sleep, '3600'], readinessProbe: {exec: {command: [cat, /tmp/listo]}, periodSeconds: 1}}"
      await world.create(server('true', `readinessProbe: ${asks('/listo', 'failureThreshold: 1')}`).trimEnd() + other)
      await ready(world)
      const readiness = async (): Promise<unknown> =>
        ((await world.get('Pod', 'web')).status['conditions'] as { type: string }[]).find(
          ({ type }) => type === 'Ready',
        )
      expect(await readiness()).toMatchObject({ status: 'False', message: 'containers with unready status: [espera]' })
    },
  },
  {
    name: 'WebLogic out of threads: its open port says that all is well, and nobody restarts it',
    async run(world) {
      const probes = `${up}
    livenessProbe: {tcpSocket: {port: 7001}, periodSeconds: 1, failureThreshold: 3}
    readinessProbe: ${asks('/vivo', 'failureThreshold: 3')}`
      await world.create(server('true', probes))
      await ready(world)
      await world.exec('web', ['rm', '/www/vivo'])
      // Three failures in a row of a probe with the same period: the other one has passed as often.
      await world.until('unready', async () => (await status(world))?.ready === false)
      expect(await status(world)).toMatchObject({ started: true, restartCount: 0 })
    },
  },
  {
    name: 'WebLogic out of threads, asked by HTTP: its container is restarted, its pod stays where it is',
    async run(world) {
      await world.create(server('true', `${up}\n    livenessProbe: ${asks('/vivo', 'failureThreshold: 3')}`))
      await ready(world)
      const before = await world.get('Pod', 'web')
      await world.exec('web', ['rm', '/www/vivo'])
      await restarted(world)
      expect(await told(world)).toEqual([
        'Warning Unhealthy (kubelet): Liveness probe failed: HTTP probe failed with statuscode: 404',
        'Normal Killing (kubelet): Container c failed liveness probe, will be restarted',
      ])
      const after = await world.get('Pod', 'web')
      expect(after.metadata!.uid).toBe(before.metadata!.uid)
      expect(after.spec['nodeName']).toBe(before.spec['nodeName'])
      expect(after.status['podIP']).toBe(before.status['podIP'])
    },
  },
  {
    name: 'WebLogic asked by a command: its code counts, and what it prints is in the event',
    async run(world) {
      const command = "[sh, -c, 'echo quedan $(cat /tmp/hilos); [ $(cat /tmp/hilos) -gt 0 ]']"
      await world.create(
        server(
          'echo 50 > /tmp/hilos',
          `${up}\n    livenessProbe: {exec: {command: ${command}}, periodSeconds: 1, failureThreshold: 2}`,
        ),
      )
      await ready(world)
      await world.exec('web', ['sh', '-c', 'echo 0 > /tmp/hilos'])
      await restarted(world)
      expect(await told(world)).toEqual([
        'Warning Unhealthy (kubelet): Liveness probe failed: quedan 0\n',
        'Normal Killing (kubelet): Container c failed liveness probe, will be restarted',
      ])
    },
  },
  {
    name: 'WebLogic under load answers late: no answer within the timeout is a failure',
    async run(world) {
      const cgi = `printf '#!/bin/sh\\nsleep 4\\necho\\n' > /www/cgi-bin/salud; chmod +x /www/cgi-bin/salud`
      const probe = '{httpGet: {path: /cgi-bin/salud, port: 7001}, periodSeconds: 2, timeoutSeconds: 1}'
      await world.create(server(cgi, `readinessProbe: ${probe}`))
      const late = 'Warning Unhealthy (kubelet): Readiness probe failed: Get "http://<ip>:7001/cgi-bin/salud": '
      await world.until('a failure', async () =>
        (await world.events('Pod', 'web')).some((line) => line.startsWith(late) && line.includes('Client.Timeout')),
      )
      expect(await status(world)).toMatchObject({ ready: false, restartCount: 0 })
    },
  },
  {
    name: 'probes that the server does not take',
    async run(world) {
      const twice = 'livenessProbe: {tcpSocket: {port: 7001}, exec: {command: ["true"]}}'
      const container = 'Pod "web" is invalid: spec.containers[0]'
      expect(await refusalOf(world.create(server('true', twice)))).toBe(
        `${container}.livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type`,
      )
      expect(await refusalOf(world.create(server('true', 'livenessProbe: {periodSeconds: 5}')))).toBe(
        `${container}.livenessProbe: Required value: must specify a handler type`,
      )
      const often = 'startupProbe: {tcpSocket: {port: 7001}, successThreshold: 2}'
      expect(await refusalOf(world.create(server('true', often)))).toBe(
        `${container}.startupProbe.successThreshold: Invalid value: 2: must be 1`,
      )
      const init = server('true', 'livenessProbe: {tcpSocket: {port: 7001}}').replace(
        '  containers:',
        "  containers:\n  - {name: otro, image: 'busybox:1.36'}\n  initContainers:",
      )
      expect(await refusalOf(world.create(init))).toBe(
        'Pod "web" is invalid: spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      )
    },
  },
]
