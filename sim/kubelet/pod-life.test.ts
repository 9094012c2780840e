import { describe, expect, it } from 'vitest'
import { pods } from '../api/refs.ts'
import type { Pod } from '../generated/types.ts'
import { createConnect } from './connect.ts'
import { testNodes, type TestNodes } from './fixture.ts'

const pod = (container: string, more = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {terminationGracePeriodSeconds: 0, ${more} containers: [{name: c, image: "busybox:1.36", ${container}}]}}`
const shell = (script: string, more = ''): string => `command: [sh, -c, ${JSON.stringify(script)}]${more}`
const limited = ', resources: {limits: {memory: 32Mi}}'
const terminated = (one: Pod | undefined) => one?.status?.containerStatuses?.[0]?.state?.terminated
const running = (one: Pod | undefined): boolean => one?.status?.containerStatuses?.[0]?.state?.running !== undefined

async function patch(t: TestNodes, subresource: string, change: (one: Pod) => void): Promise<void> {
  const one = structuredClone((await t.pod('p'))!)
  change(one)
  await t.client.update(pods, one, subresource)
  await t.clock.advance(0)
}

async function logOf(t: TestNodes, container: string): Promise<string> {
  const connect = createConnect(t.context, t.network, t.kubelets)
  const stream = connect.log((await t.pod('p'))!, { container, follow: false, previous: false, timestamps: false })
  return new Response(stream).text()
}

describe('a container that wants more memory than its limit', () => {
  const greedy = [
    'tail /dev/zero',
    'dd if=/dev/zero of=/dev/shm/x bs=1M count=60; sleep 9',
    'dd if=/dev/zero of=/d/x bs=1M count=60; sleep 9',
    'x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done',
  ]
  for (const script of greedy) {
    it(`is killed: ${script}`, async () => {
      const t = await testNodes()
      const volumes = 'restartPolicy: Never, volumes: [{name: d, emptyDir: {medium: Memory}}],'
      await t.apply(pod(shell(script, `, volumeMounts: [{name: d, mountPath: /d}]${limited}`), volumes))
      await t.until('p', (one) => terminated(one) !== undefined)
      expect(terminated(await t.pod('p'))).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
    })
  }

  it('is left alone as long as it stays below', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        shell('dd if=/dev/zero of=/dev/shm/x bs=1M count=20 2>/dev/null; ls -l /dev/shm | grep -o 20971520', limited),
        'restartPolicy: Never,',
      ),
    )
    await t.until('p', (one) => terminated(one) !== undefined)
    expect(terminated(await t.pod('p'))).toMatchObject({ exitCode: 0, reason: 'Completed' })
    expect(await logOf(t, 'c')).toBe('20971520\n')
  })
})

describe('a pod that fills its disk', () => {
  it('is evicted by the limit of its emptyDir', async () => {
    const t = await testNodes()
    const volumes = 'restartPolicy: Never, volumes: [{name: d, emptyDir: {sizeLimit: 10Mi}}],'
    await t.apply(
      pod(
        shell('dd if=/dev/zero of=/d/x bs=1M count=20; sleep 600', ', volumeMounts: [{name: d, mountPath: /d}]'),
        volumes,
      ),
    )
    await t.until('p', (one) => one?.status?.phase === 'Failed')
    const message = 'Usage of EmptyDir volume "d" exceeds the limit "10Mi". '
    expect((await t.pod('p'))?.status).toMatchObject({ reason: 'Evicted', message })
    expect(terminated(await t.pod('p'))).toMatchObject({ exitCode: 137, reason: 'Error' })
    expect(await t.eventsOf('p')).toContain(`Evicted: ${message}`)
  })

  it('is evicted by its limit of ephemeral storage', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        shell('dd if=/dev/zero of=/x bs=1M count=20; sleep 600', ', resources: {limits: {ephemeral-storage: 10Mi}}'),
        'restartPolicy: Never,',
      ),
    )
    await t.until('p', (one) => one?.status?.phase === 'Failed')
    expect((await t.pod('p'))?.status?.message).toBe(
      'Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. ',
    )
  })
})

describe('a debugging container', () => {
  it('sees the processes and files of its target, and ends without another start', async () => {
    const t = await testNodes()
    await t.apply(pod(shell('echo secreto > /dato; while true; do sleep 1; done')))
    await t.until('p', running)
    await patch(t, 'ephemeralcontainers', (one) => {
      const command = ['sh', '-c', 'ps | grep -q "[s]h -c echo secreto" && echo veo; cat /proc/1/root/dato; sleep 2']
      one.spec!.ephemeralContainers = [{ name: 'lupa', image: 'busybox:1.36', command, targetContainerName: 'c' }]
    })
    const own = (one: Pod | undefined) => one?.status?.ephemeralContainerStatuses?.[0]
    await t.until('p', (one) => own(one)?.state?.running !== undefined)
    await t.until('p', (one) => own(one)?.state?.terminated !== undefined)
    expect(own(await t.pod('p'))).toMatchObject({
      ready: false,
      restartCount: 0,
      state: { terminated: { exitCode: 0 } },
    })
    expect(await logOf(t, 'lupa')).toBe('veo\nsecreto\n')
    await t.clock.advance(60_000)
    expect(own(await t.pod('p'))?.restartCount).toBe(0)
    expect(t.rows('p').at(-1)).toBe('1/1 Running 0')
  })
})

describe('containers that share their processes', () => {
  it('have the sandbox as process 1, and one that ends does not end the other', async () => {
    const t = await testNodes()
    await t.apply(`{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {shareProcessNamespace: true, restartPolicy: Never, containers: [
      {name: c, image: "busybox:1.36", command: [sleep, "30"]}, {name: d, image: "busybox:1.36", command: [sh, -c, "ps; exit 3"]}]}}`)
    await t.clock.advance(5000)
    expect((await logOf(t, 'd')).split('\n').map((line) => line.trim().split(/ +/).slice(-1)[0])).toContain('/pause')
    expect(running(await t.pod('p'))).toBe(true)
    await t.until('p', (one) => one?.status?.phase === 'Failed')
  })
})

describe('a resize', () => {
  const resources = ', resources: {requests: {cpu: 100m, memory: 32Mi}, limits: {memory: 64Mi}}'
  const loop = 'trap exit TERM; while true; do sleep 1; done'
  const condition = (one: Pod | undefined, type: string) =>
    one?.status?.conditions?.find((found) => found.type === type)
  const resize = (t: TestNodes, requests: object, limits: object): Promise<void> =>
    patch(t, 'resize', (one) => void Object.assign(one.spec!.containers[0]!, { resources: { requests, limits } }))

  it('goes on without a restart', async () => {
    const t = await testNodes()
    await t.apply(pod(shell(loop, resources)))
    await t.until('p', running)
    await resize(t, { cpu: '150m', memory: '32Mi' }, { memory: '96Mi' })
    expect(condition(await t.pod('p'), 'PodResizeInProgress')).toMatchObject({ status: 'True' })
    await t.clock.advance(2000)
    const status = (await t.pod('p'))!.status!
    expect(status.conditions!.map(({ type }) => type)).not.toContain('PodResizeInProgress')
    expect(status.containerStatuses![0]).toMatchObject({
      restartCount: 0,
      allocatedResources: { cpu: '150m', memory: '32Mi' },
      resources: { limits: { memory: '96Mi' }, requests: { cpu: '150m', memory: '32Mi' } },
    })
    const told =
      '{"containers":[{"name":"c","resources":{"limits":{"memory":"96Mi"},"requests":{"cpu":"150m","memory":"32Mi"}}}],"generation":2}'
    expect(await t.eventsOf('p')).toEqual(
      expect.arrayContaining([
        `ResizeStarted: Pod resize started: ${told}`,
        `ResizeCompleted: Pod resize completed: ${told}`,
      ]),
    )
  })

  it('restarts the container where its policy asks for that', async () => {
    const t = await testNodes()
    await t.apply(
      pod(shell(loop, `${resources}, resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]`)),
    )
    await t.until('p', running)
    await resize(t, { cpu: '100m', memory: '32Mi' }, { memory: '96Mi' })
    await t.until('p', (one) => one?.status?.containerStatuses?.[0]?.restartCount === 1)
    expect(await t.eventsOf('p')).toContain('Killing: Container c resize requires restart')
  })

  it('says why the node cannot', async () => {
    const t = await testNodes()
    await t.apply(pod(shell(loop, resources)))
    await t.until('p', running)
    await resize(t, { cpu: '100', memory: '32Mi' }, { memory: '64Mi' })
    await t.clock.advance(100)
    expect(condition(await t.pod('p'), 'PodResizePending')).toMatchObject({
      status: 'True',
      reason: 'Infeasible',
      message: "Node didn't have enough capacity: cpu, requested: 100000, capacity: 2000",
    })
    expect((await t.pod('p'))?.status?.containerStatuses?.[0]?.resources?.requests).toEqual({
      cpu: '100m',
      memory: '32Mi',
    })
  })
})
