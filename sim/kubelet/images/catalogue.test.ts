import { describe, expect, it } from 'vitest'
import { pods } from '../../api/refs.ts'
import type { Pod } from '../../generated/types.ts'
import { createPipe, readAll } from '../../network/pipe.ts'
import { testNodes, type TestNodes } from '../fixture.ts'

const ready = (pod: Pod | undefined): boolean => pod?.status?.containerStatuses?.[0]?.ready ?? false
const over = (pod: Pod | undefined): boolean => pod?.status?.containerStatuses?.[0]?.state?.terminated !== undefined
const pod = (name: string, container: string, more = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: ${name}}}, spec: {restartPolicy: Never, ${more} containers: [{name: c, ${container}}]}}\n`

async function run(
  t: TestNodes,
  name: string,
  script: string,
  ms = 20_000,
): Promise<{ out: string; code: number | undefined }> {
  const found = await t.pod(name)
  const worker = t.kubelets[0]!.workerOf(found!.metadata.uid!)!
  const pipe = createPipe()
  const handle = worker.state.runs.get('c')!.at(-1)!.exec(['sh', '-c', script], { output: pipe, errors: pipe })
  if (typeof handle === 'string') throw new Error(handle)
  let code: number | undefined
  void handle.exit.then((value) => {
    code = value
    pipe.close()
  })
  const reading = readAll(pipe)
  for (let passed = 0; code === undefined && passed < ms; passed += 100) await t.clock.advance(100)
  if (code === undefined) pipe.close()
  return { out: await reading, code }
}

async function addressOf(t: TestNodes, name: string): Promise<string> {
  return (await t.pod(name))!.status!.podIP!
}

const probe = (port: number, more = ''): string =>
  `readinessProbe: {tcpSocket: {port: ${port}}, periodSeconds: 1${more}}`

describe('databases', () => {
  it('mariadb keeps what was said to it, dumps it, and refuses who has no password', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        'db',
        `image: "mariadb:11", env: [{name: MARIADB_ROOT_PASSWORD, value: secreta}, {name: MARIADB_DATABASE, value: tienda}], ${probe(3306)}`,
      ) +
        '---\n' +
        pod('cliente', 'image: "mariadb:11", command: [sleep, "9999"]'),
    )
    await t.until('db', ready)
    await t.until('cliente', ready)
    const db = await addressOf(t, 'db')
    const client = await addressOf(t, 'cliente')
    const said = await run(
      t,
      'cliente',
      `mariadb -h ${db} -uroot -psecreta tienda -e "CREATE TABLE pan (id INT); INSERT INTO pan VALUES (1)"`,
    )
    expect(said).toEqual({ out: '', code: 0 })
    const dumped = await run(t, 'cliente', `mysqldump -h ${db} -u root --password=secreta tienda`)
    expect(dumped.code).toBe(0)
    expect(dumped.out).toContain('CREATE TABLE pan (id INT);\nINSERT INTO pan VALUES (1);\n')
    expect(await run(t, 'cliente', `mariadb-dump -h ${db} -uroot tienda`)).toEqual({
      out: `mariadb-dump: Got error: 1045: "Access denied for user 'root'@'${client}' (using password: NO)" when trying to connect\n`,
      code: 2,
    })
    expect(await run(t, 'cliente', `mariadb -h ${client} -uroot -e 'SELECT 1'`)).toEqual({
      out: `ERROR 2002 (HY000): Can't connect to server on '${client}' (111)\n`,
      code: 1,
    })
    expect((await run(t, 'db', 'healthcheck.sh --connect')).code).toBe(0)
  })

  it('postgres says how to decide on its password', async () => {
    const t = await testNodes()
    await t.apply(pod('p', 'image: "postgres:17", terminationMessagePolicy: FallbackToLogsOnError'))
    await t.until('p', over)
    expect((await t.pod('p'))?.status?.containerStatuses?.[0]?.state?.terminated?.message).toMatch(
      /^Error: Database is uninitialized and superuser password is not specified\.\n/,
    )
  })

  it('oracle takes eight minutes, and during a backup it is alive and takes nobody', async () => {
    const t = await testNodes()
    await t.apply(pod('o', `image: "container-registry.oracle.com/database/free:23.9.0.0", ${probe(1521)}`))
    await t.clock.advance(479_000)
    expect(ready(await t.pod('o'))).toBe(false)
    await t.until('o', ready, 10)
    await run(t, 'o', 'backup.sh 10 > /dev/null &')
    await t.until('o', (one) => !ready(one))
    expect((await run(t, 'o', 'checkDBStatus.sh')).code).toBe(0)
    await t.clock.advance(560_000)
    expect(ready(await t.pod('o'))).toBe(false)
    await t.until('o', ready, 45)
    expect((await t.pod('o'))?.status?.containerStatuses?.[0]?.restartCount).toBe(0)
  })
})

describe('applications', () => {
  it('weblogic runs out of its fifty threads, with process 1 alive', async () => {
    const t = await testNodes()
    await t.apply(
      pod(
        'w',
        'image: "container-registry.oracle.com/middleware/weblogic:14.1.1.0", env: [{name: STUCK_EVERY_SECONDS, value: "2"}], readinessProbe: {httpGet: {port: 7001}, periodSeconds: 1}',
      ),
    )
    await t.until('w', ready)
    await t.clock.advance(95_000)
    expect(ready(await t.pod('w'))).toBe(true)
    await t.until('w', (one) => !ready(one), 20)
    expect(await t.eventsOf('w')).toContain('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503')
    expect((await t.pod('w'))?.status?.phase).toBe('Running')
  })

  it('nextcloud upgrades what an older version left for twenty minutes', async () => {
    const t = await testNodes()
    const nextcloud = (tag: string): string =>
      pod(
        'n',
        `image: "nextcloud:${tag}", volumeMounts: [{name: d, mountPath: /var/www/html}], readinessProbe: {httpGet: {path: /status.php, port: 80}, periodSeconds: 10}`,
        'volumes: [{name: d, hostPath: {path: /srv/nube}}],',
      )
    await t.apply(nextcloud('31.0.0'))
    expect(await t.until('n', ready)).toBeLessThan(60)
    await t.client.delete(pods, 'default', 'n', { gracePeriodSeconds: 0 })
    await t.until('n', (one) => one === undefined)
    await t.apply(nextcloud('32.0.1'))
    await t.clock.advance(1_199_000)
    expect(ready(await t.pod('n'))).toBe(false)
    await t.until('n', ready, 20)
  })
})

describe('elasticsearch', () => {
  const master = (name: string, seeds: string): string =>
    pod(
      name,
      `image: "elasticsearch:9.2.1", ${probe(9200)}, env: [{name: node.name, value: ${name}}, {name: discovery.seed_hosts, value: ${JSON.stringify(seeds)}}, {name: cluster.initial_master_nodes, value: "m1,m2,m3"}]`,
    )

  it('three masters elect one, and a minority has none', async () => {
    const t = await testNodes()
    // Addresses in the order of creation.
    await t.apply(master('m1', '10.42.0.2,10.42.0.3,10.42.0.4'))
    await t.until('m1', ready)
    await t.clock.advance(5000)
    const ask = (name: string, path: string) => run(t, name, `wget -q -O - http://127.0.0.1:9200${path}`)
    expect((await ask('m1', '/_cluster/health')).code).toBe(1)
    await t.apply(master('m2', '10.42.0.2') + '---\n' + master('m3', '10.42.0.2'))
    await t.until('m3', ready)
    await t.clock.advance(5000)
    expect((await ask('m3', '/_cat/nodes?h=name,master,node.role')).out).toBe('m1 * dim\nm2 - dim\nm3 - dim\n')
    expect(JSON.parse((await ask('m2', '/_cluster/health')).out)).toMatchObject({ status: 'green', number_of_nodes: 3 })
    await t.client.delete(pods, 'default', 'm1', { gracePeriodSeconds: 0 })
    await t.clock.advance(10_000)
    expect((await ask('m3', '/_cat/master?h=node')).out).toBe('m2\n')
    await t.client.delete(pods, 'default', 'm2', { gracePeriodSeconds: 0 })
    await t.clock.advance(10_000)
    expect((await ask('m3', '/_cluster/health')).code).toBe(1)
    expect((await ask('m3', '/')).code).toBe(0)
  })
})
