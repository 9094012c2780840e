// The three probes: which one restarts, which one only takes a pod out of the balance.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

/** A web server whose probes look at files: `vivo`, `listo`, `arrancado` appear and go by the script. */
function pod(script: string, probes: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, '${script}']
    ${probes}
`
}

const service = `
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`

interface Status {
  ready: boolean
  started: boolean
  restartCount: number
}

async function status(world: World): Promise<Status | undefined> {
  return ((await world.get('Pod', 'web')).status['containerStatuses'] as Status[] | undefined)?.[0]
}

async function inBalance(world: World): Promise<boolean | undefined> {
  const slices = (await world.list('EndpointSlice')) as unknown as {
    endpoints?: { conditions: { ready: boolean } }[]
  }[]
  return slices[0]?.endpoints?.[0]?.conditions.ready
}

async function warnings(world: World): Promise<string[]> {
  return (await world.events('Pod', 'web')).filter((line) => /Unhealthy|Killing|ProbeWarning/.test(line))
}

export const probeScenarios: Scenario[] = [
  {
    name: 'a slow starter with a startup probe is not restarted, and is not ready before',
    async run(world) {
      await world.create(
        pod(
          'sleep 4; touch /tmp/arrancado; sleep 3600',
          `startupProbe: {exec: {command: [cat, /tmp/arrancado]}, periodSeconds: 1, failureThreshold: 30}
    livenessProbe: {exec: {command: [cat, /tmp/arrancado]}, periodSeconds: 1, failureThreshold: 1}`,
        ),
      )
      await world.until('running, not started', async () => (await status(world))?.started === false)
      expect((await status(world))?.ready).toBe(false)
      await world.until('ready', async () => (await status(world))?.ready)
      expect(await status(world)).toMatchObject({ started: true, restartCount: 0 })
      const [first, ...others] = await warnings(world)
      expect(first).toMatch(
        /^Warning Unhealthy \(kubelet\): Startup probe failed: cat: .*arrancado.*: No such file or directory\n?$/,
      )
      expect(others).toEqual([])
    },
  },
  {
    name: 'a startup probe that gives up restarts the container',
    async run(world) {
      await world.create(
        pod('sleep 3600', 'startupProbe: {exec: {command: ["false"]}, periodSeconds: 1, failureThreshold: 2}'),
      )
      await world.until('restarted', async () => ((await status(world))?.restartCount ?? 0) > 0)
      expect(await warnings(world)).toEqual([
        'Warning Unhealthy (kubelet): Startup probe failed: ',
        'Normal Killing (kubelet): Container c failed startup probe, will be restarted',
      ])
    },
  },
  {
    name: 'a stuck one is restarted by its liveness probe, after its failures in a row',
    async run(world) {
      await world.create(
        pod(
          'mkdir /w; echo ok > /w/vivo; httpd -p 8080 -h /w; sleep 4; rm /w/vivo; sleep 3600',
          'livenessProbe: {httpGet: {path: /vivo, port: 8080}, periodSeconds: 1, failureThreshold: 3, initialDelaySeconds: 1}',
        ),
      )
      await world.until('ready', async () => (await status(world))?.ready)
      expect((await status(world))?.restartCount).toBe(0)
      await world.until('restarted', async () => ((await status(world))?.restartCount ?? 0) > 0)
      const told = (await warnings(world)).filter((line) => !line.includes('connection refused'))
      expect(told).toEqual([
        'Warning Unhealthy (kubelet): Liveness probe failed: HTTP probe failed with statuscode: 404',
        'Normal Killing (kubelet): Container c failed liveness probe, will be restarted',
      ])
    },
  },
  {
    name: 'one that fails its readiness leaves the balance, is not restarted, and comes back',
    async run(world) {
      await world.create(
        service +
          '---' +
          pod(
            'touch /tmp/listo; while true; do sleep 1; done',
            'readinessProbe: {exec: {command: [sh, -c, "[ $(( $(date +%s) / 6 % 2 )) = 0 ]"]}, periodSeconds: 1, failureThreshold: 1}',
          ),
      )
      await world.until('in', async () => await inBalance(world))
      await world.until('out', async () => (await inBalance(world)) === false)
      expect(await status(world)).toMatchObject({ ready: false, started: true, restartCount: 0 })
      const { status: pods } = await world.get('Pod', 'web')
      expect(pods['phase']).toBe('Running')
      await world.until('in again', async () => await inBalance(world))
      expect((await status(world))?.restartCount).toBe(0)
      expect(await warnings(world)).toEqual(['Warning Unhealthy (kubelet): Readiness probe failed: '])
    },
  },
  {
    name: 'readiness does not wait for liveness: ready although liveness fails',
    async run(world) {
      await world.create(
        pod(
          'sleep 3600',
          `livenessProbe: {exec: {command: [sh, -c, "echo sin respuesta; exit 1"]}, periodSeconds: 2, failureThreshold: 20}
    readinessProbe: {exec: {command: ["true"]}, periodSeconds: 1}`,
        ),
      )
      await world.until('a liveness failure', async () => (await warnings(world)).length > 0)
      expect(await warnings(world)).toEqual(['Warning Unhealthy (kubelet): Liveness probe failed: sin respuesta\n'])
      expect(await status(world)).toMatchObject({ ready: true, restartCount: 0 })
    },
  },
  {
    name: 'tcp: nobody listens, so it is not ready',
    async run(world) {
      await world.create(pod('sleep 3600', 'readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}'))
      await world.until('a failure', async () => (await warnings(world)).length > 0)
      expect(await warnings(world)).toEqual([
        'Warning Unhealthy (kubelet): Readiness probe failed: dial tcp <ip>:8080: connect: connection refused',
      ])
      expect((await status(world))?.ready).toBe(false)
    },
  },
]
