import { describe, expect, it } from 'vitest'
import { configMaps, pods } from '../api/refs.ts'
import type { ContainerStatus, Pod } from '../generated/types.ts'
import { createConnect } from './connect.ts'
import { testNodes, type TestNodes } from './fixture.ts'

const pod = (spec: string): string => `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: ${spec}}`
const busybox = (script: string, more = ''): string =>
  `{name: c, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}]${more ? `, ${more}` : ''}}`
const status = (p: Pod | undefined): ContainerStatus | undefined => p?.status?.containerStatuses?.[0]
const ready = (p: Pod | undefined): boolean => status(p)?.ready ?? false
const restartsAre = (count: number) => (p: Pod | undefined) => status(p)?.restartCount === count

describe('restarts', () => {
  it('wait 0, 10, 20 and 40 seconds', async () => {
    const t = await testNodes()
    await t.apply(pod(`{containers: [${busybox('sleep 1; exit 1')}]}`))
    const waits: number[] = []
    for (const count of [1, 2, 3, 4]) waits.push(Math.round(await t.until('p', restartsAre(count))))
    // Each run itself takes a second.
    expect(waits).toEqual([1, 11, 21, 41])
    await t.until('p', (p) => status(p)?.state?.waiting?.reason === 'CrashLoopBackOff')
    const { uid } = (await t.pod('p'))!.metadata
    expect(status(await t.pod('p'))?.state?.waiting?.message).toBe(
      `back-off 1m20s restarting failed container=c pod=p_default(${uid})`,
    )
  })

  it('start over after ten quiet minutes', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        `{containers: [${busybox('[ -f /d/n ] && sleep 1300; echo x > /d/n; sleep 1; exit 1', 'volumeMounts: [{name: d, mountPath: /d}]')}], volumes: [{name: d, emptyDir: {}}]}`,
      ),
    )
    await t.until('p', restartsAre(1))
    await t.until('p', restartsAre(2), 1400)
    await t.clock.advance(100)
    expect(t.rows('p').at(-1)).toBe('1/1 Running 2')
  })

  it('keep the log of the run before', async () => {
    const t = await testNodes()
    await t.apply(pod(`{containers: [${busybox('echo run at $(date +%s); sleep 5; exit 1')}]}`))
    await t.until('p', restartsAre(1))
    const connect = createConnect(t.context, t.network, t.kubelets)
    const read = async (previous: boolean, timestamps = false): Promise<string> =>
      new Response(connect.log((await t.pod('p'))!, { container: 'c', follow: false, previous, timestamps })).text()
    const [before, now] = [await read(true), await read(false)]
    expect(before).toBe('run at 1798761600\n')
    expect(now).toBe('run at 1798761605\n')
    expect(await read(true, true)).toBe('2027-01-01T00:00:00.000000000Z run at 1798761600\n')
  })
})

describe('images', () => {
  it('that no registry has are tried again ever more slowly', async () => {
    const t = await testNodes()
    await t.apply(pod('{containers: [{name: c, image: "noexiste:1"}]}'))
    await t.until('p', (p) => status(p)?.state?.waiting?.reason === 'ErrImagePull')
    const why =
      'failed to pull and unpack image "docker.io/library/noexiste:1": failed to resolve reference "docker.io/library/noexiste:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
    expect(status(await t.pod('p'))?.state?.waiting?.message).toBe(why)
    await t.until('p', (p) => status(p)?.state?.waiting?.reason === 'ImagePullBackOff')
    expect(status(await t.pod('p'))?.state?.waiting?.message).toBe(
      `Back-off pulling image "noexiste:1": ErrImagePull: ${why}`,
    )
    expect(await t.eventsOf('p')).toEqual([
      'Pulling: Pulling image "noexiste:1"',
      `Failed: Failed to pull image "noexiste:1": ${why}`,
      'Failed: Error: ErrImagePull',
      'BackOff: Back-off pulling image "noexiste:1"',
      'Failed: Error: ImagePullBackOff',
    ])
    const connect = createConnect(t.context, t.network, t.kubelets)
    const failing = (await t.pod('p'))!
    expect(() => connect.log(failing, { container: 'c', follow: false, previous: false, timestamps: false })).toThrow(
      'container "c" in pod "p" is waiting to start: trying and failing to pull image',
    )
  })

  it.each([
    ['nginx:1.29', 80, 200],
    ['wordpress:6', 80, 500],
    ['httpd:2.4', 80, 200],
    ['hashicorp/http-echo', 5678, 200],
  ])('%s answers on its port %i with %i', async (image, port, code) => {
    const t = await testNodes()
    await t.apply(
      pod(`{containers: [{name: c, image: "${image}", args: ${image.includes('echo') ? '["-text=hola"]' : 'null'}}]}`),
    )
    await t.until('p', ready)
    const address = (await t.pod('p'))!.status!.podIP!
    const request = { method: 'GET', target: '/', headers: new Headers({ host: 'web' }), body: null }
    const answer = t.network.http({ address: '10.42.0.1' }, address, port, request)
    await t.clock.advance(100)
    expect((await answer).status).toBe(code)
  })

  it('mariadb without a password ends with the words of its entrypoint', async () => {
    const t = await testNodes()
    await t.apply(pod('{restartPolicy: Never, containers: [{name: c, image: "mariadb:11"}]}'))
    await t.until('p', (p) => p?.status?.phase === 'Failed')
    expect(status(await t.pod('p'))?.state?.terminated?.exitCode).toBe(1)
  })

  const blog = (password: string): string => {
    const database = '[{name: MARIADB_ROOT_PASSWORD, value: x}, {name: MARIADB_DATABASE, value: wordpress}]'
    const site = `[{name: WORDPRESS_DB_HOST, value: 127.0.0.1}, {name: WORDPRESS_DB_USER, value: root}, {name: WORDPRESS_DB_PASSWORD, value: ${password}}]`
    return `{containers: [{name: db, image: "mariadb:11", env: ${database}}, {name: c, image: "wordpress:6", env: ${site}}]}`
  }

  for (const [password, expected] of [
    ['x', [302, '/wp-admin/install.php']],
    ['otra', [500, null]],
  ] as const) {
    it(`wordpress with the password ${password} answers ${expected[0]}`, async () => {
      const t = await testNodes()
      await t.apply(pod(blog(password)))
      await t.until('p', (p) => p?.status?.containerStatuses?.every((one) => one.ready) ?? false)
      await t.clock.advance(5000)
      const request = { method: 'GET', target: '/', headers: new Headers({ host: 'web' }), body: null }
      const answer = t.network.http({ address: '10.42.0.1' }, (await t.pod('p'))!.status!.podIP!, 80, request)
      await t.clock.advance(100)
      const response = await answer
      expect([response.status, response.headers.get('location')]).toEqual(expected)
    })
  }
})

describe('volumes', () => {
  it('that are not there keep the pod waiting, and it goes on when they are', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        `{volumes: [{name: v, configMap: {name: pagina}}], containers: [${busybox('cat /v/a; sleep 3600', 'volumeMounts: [{name: v, mountPath: /v}]')}]}`,
      ),
    )
    await t.clock.advance(3000)
    expect(t.rows('p')).toEqual(['0/1 Pending 0', '0/1 ContainerCreating 0'])
    expect(await t.eventsOf('p')).toEqual([
      'FailedMount: MountVolume.SetUp failed for volume "v" : configmap "pagina" not found',
    ])
    await t.client.create(configMaps, { metadata: { name: 'pagina', namespace: 'default' }, data: { a: 'hola' } })
    await t.until('p', ready)
  })

  it('follow their ConfigMap within a minute', async () => {
    const t = await testNodes()
    await t.apply('{apiVersion: v1, kind: ConfigMap, metadata: {name: pagina}, data: {a: uno}}')
    await t.apply(
      pod(
        `{volumes: [{name: v, configMap: {name: pagina}}], containers: [${busybox('while :; do cat /v/a; echo; sleep 30; done', 'volumeMounts: [{name: v, mountPath: /v}]')}]}`,
      ),
    )
    await t.until('p', ready)
    await t.client.patch(configMaps, 'default', 'pagina', { kind: 'merge', body: { data: { a: 'dos' } } })
    await t.clock.advance(100_000)
    expect(await logOf(t)).toBe('uno\nuno\nuno\ndos\n')
  })

  it('of NFS cannot be mounted on a node without its client', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        `{volumes: [{name: v, nfs: {server: mi-nfs-server.mi-dominio.local, path: /ruta/del/volumen}}], containers: [${busybox('sleep 1')}]}`,
      ),
    )
    await t.clock.advance(400)
    const target = `/var/lib/kubelet/pods/${(await t.pod('p'))!.metadata.uid}/volumes/kubernetes.io~nfs/v`
    expect(await t.eventsOf('p')).toEqual([
      `FailedMount: MountVolume.SetUp failed for volume "v" : mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs mi-nfs-server.mi-dominio.local:/ruta/del/volumen ${target}\nOutput: mount: ${target}: unknown filesystem type 'nfs'.\n       dmesg(1) may have more information after failed mount system call.\n`,
    ])
  })
})

async function logOf(t: TestNodes): Promise<string> {
  const connect = createConnect(t.context, t.network, t.kubelets)
  return new Response(
    connect.log((await t.pod('p'))!, { container: 'c', follow: false, previous: false, timestamps: false }),
  ).text()
}

describe('probes', () => {
  it('startup holds the others back, and they run side by side afterwards', async () => {
    const t = await testNodes()
    const log = (name: string): string =>
      `exec: {command: [sh, -c, "echo ${name} > /proc/1/fd/1; [ ${name} != start ] || [ -f /tmp/up ]"]}, periodSeconds: 1`
    await t.apply(
      pod(
        `{containers: [${busybox('sleep 4; touch /tmp/up; sleep 3600', `startupProbe: {${log('start')}, failureThreshold: 30}, livenessProbe: {${log('live')}}, readinessProbe: {${log('ready')}}`)}]}`,
      ),
    )
    await t.until('p', ready)
    await t.clock.advance(2500)
    const lines = (await logOf(t)).trim().split('\n')
    const firstOther = lines.findIndex((line) => line !== 'start')
    expect(lines.slice(0, firstOther).every((line) => line === 'start')).toBe(true)
    expect(lines.slice(firstOther)).not.toContain('start')
    expect(new Set(lines.slice(firstOther))).toEqual(new Set(['live', 'ready']))
  })

  it('startup kills at its last failure and not before', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        `{terminationGracePeriodSeconds: 2, containers: [${busybox('sleep 3600', 'startupProbe: {exec: {command: ["false"]}, periodSeconds: 10, failureThreshold: 30}')}]}`,
      ),
    )
    await t.clock.advance(299_000)
    expect((await t.eventsOf('p')).some((event) => event.startsWith('Killing'))).toBe(false)
    await t.clock.advance(2000)
    expect(await t.eventsOf('p')).toContain('Killing: Container c failed startup probe, will be restarted')
  })

  it('liveness restarts the container and not the pod', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        `{terminationGracePeriodSeconds: 1, containers: [${busybox('mkdir /w; echo ok > /w/sano; (sleep 5; rm /w/sano) & exec httpd -f -p 8080 -h /w', 'livenessProbe: {httpGet: {path: /sano, port: 8080}, periodSeconds: 1, failureThreshold: 3}')}]}`,
      ),
    )
    await t.until('p', ready)
    const address = (await t.pod('p'))!.status!.podIP
    await t.until('p', restartsAre(1))
    expect((await t.pod('p'))!.status!.podIP).toBe(address)
    expect(await t.eventsOf('p')).toEqual(
      expect.arrayContaining([
        'Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 404',
        'Killing: Container c failed liveness probe, will be restarted',
      ]),
    )
    expect(t.rows('p').slice(0, 4)).toEqual([
      '0/1 Pending 0',
      '0/1 ContainerCreating 0',
      '1/1 Running 0',
      '1/1 Running 1',
    ])
  })

  it.each([
    [204, true, undefined],
    [304, true, 'ProbeWarning: Readiness probe warning: Probe terminated redirects, Response body: '],
    [399, true, 'ProbeWarning: Readiness probe warning: Probe terminated redirects, Response body: '],
    [400, false, 'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 400'],
    [500, false, 'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 500'],
  ])('httpGet takes %i as ready: %s', async (code, isReady, event) => {
    const t = await testNodes()
    const answer = `printf 'HTTP/1.1 ${code} X\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n'`
    await t.apply(
      pod(
        `{containers: [${busybox(`while :; do ${answer} | nc -l -p 8080 > /dev/null; done`, 'readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}')}]}`,
      ),
    )
    await t.clock.advance(3000)
    expect(ready(await t.pod('p'))).toBe(isReady)
    const events = await t.eventsOf('p')
    if (event) expect(events).toContain(event)
  })

  it('time out in the words of their kind', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        `{containers: [${busybox('while :; do sleep 5 | nc -l -p 8080; done', 'readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 3}, livenessProbe: {exec: {command: [sleep, "30"]}, periodSeconds: 3, failureThreshold: 9}')}]}`,
      ),
    )
    await t.until('p', (p) => status(p)?.started ?? false)
    await t.clock.advance(8000)
    const address = (await t.pod('p'))!.status!.podIP
    expect(await t.eventsOf('p')).toEqual(
      expect.arrayContaining([
        `Unhealthy: Readiness probe failed: Get "http://${address}:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
        'Unhealthy: Liveness probe failed: command timed out: "sleep 30" timed out after 1s',
      ]),
    )
  })
})

describe('a node agent that starts again', () => {
  it('finds its pods and runs their containers anew', async () => {
    const t = await testNodes()
    await t.apply(pod(`{containers: [${busybox('sleep 3600')}]}`))
    await t.until('p', ready)
    t.kubelets[0]!.stop()
    await t.clock.advance(5000)
    await t.kubelets[0]!.start()
    await t.until('p', restartsAre(1))
    await t.until('p', ready)
    expect(status(await t.pod('p'))?.lastState?.terminated).toMatchObject({ exitCode: 255, reason: 'Unknown' })
    expect(await t.eventsOf('p')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.')
    expect(t.errors).toEqual([])
  })

  it('ends the pods that were deleted meanwhile', async () => {
    const t = await testNodes()
    await t.apply(pod(`{containers: [${busybox('sleep 3600')}]}`))
    await t.until('p', ready)
    t.kubelets[0]!.stop()
    await t.client.delete(pods, 'default', 'p')
    await t.kubelets[0]!.start()
    await t.until('p', (p) => p === undefined)
    expect(t.errors).toEqual([])
  })
})
