// Elasticsearch: nodes that find each other on 9300 by discovery.seed_hosts and answer REST on 9200.
import { timestamp } from '../../clock.ts'
import type { HttpRequest } from '../../network/http-message.ts'
import type { Process, Program } from '../runtime/process.ts'
import { joinCluster, type ElasticNode, type Membership } from './elasticsearch-discovery.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const startMs = 6000
const allRoles = ['master', 'data', 'ingest']
const letters: Record<string, string> = { master: 'm', data: 'd', ingest: 'i', ml: 'l', remote_cluster_client: 'r' }

const program: Program = async (process) => {
  const { host } = process.machine
  const setting = (name: string): string | undefined => process.env.get(name)
  const list = (name: string): string[] =>
    (setting(name) ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean)
  const self: ElasticNode = {
    name: setting('node.name') ?? host.hostname,
    address: host.address,
    roles: setting('node.roles') === undefined ? allRoles : list('node.roles'),
  }
  const cluster = setting('cluster.name') ?? 'docker-cluster'
  const alone = setting('discovery.type') === 'single-node'
  if (alone && list('cluster.initial_master_nodes').length > 0) {
    await process.complain(
      'java.lang.IllegalArgumentException: setting [cluster.initial_master_nodes] is not allowed when [discovery.type] is set to [single-node]\n',
    )
    return 1
  }
  const log = (level: string, text: string): Promise<void> => tell(process, self.name, level, text)
  await log('INFO', `node name [${self.name}], cluster name [${cluster}], roles [${self.roles.join(', ')}]`)
  await process.sleep(startMs)
  const membership = joinCluster(process, {
    cluster,
    self,
    seedHosts: alone ? [] : list('discovery.seed_hosts'),
    initialMasters: alone ? [self.name] : list('cluster.initial_master_nodes'),
    tell: (text) => void log(text.startsWith('master node') ? 'INFO' : 'WARN', text).catch(() => undefined),
  })
  if (!membership) {
    await log('ERROR', 'BindTransportException: Failed to bind to 0.0.0.0:[9300]')
    return 1
  }
  await log('INFO', 'started')
  return serveUntilAsked(process, 9200, { serve: async (request) => answer(cluster, membership, request) })
}

export const elasticsearch = defineImage({
  names: ['docker.io/library/elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
  digest: 'sha256:2c9d1c1f3e4a5b6978879605142332415069788796a5b4c3d2e1f00112233445',
  sizeBytes: 701_204_882,
  entrypoint: ['/bin/tini', '--', '/usr/local/bin/docker-entrypoint.sh'],
  command: ['eswrapper'],
  env: { PATH: '/usr/share/elasticsearch/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  workingDirectory: '/usr/share/elasticsearch',
  user: 1000,
  programs: { elasticsearch: program },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/bin/tini': { program: 'elasticsearch' },
      '/usr/local/bin/docker-entrypoint.sh': { program: 'elasticsearch' },
      '/usr/share/elasticsearch/data/.keep': '',
    }),
})

function answer(cluster: string, membership: Membership, { target }: HttpRequest): Response {
  const url = new URL(target, 'http://elasticsearch')
  const headers = { 'x-elastic-product': 'Elasticsearch' }
  const rows = tables[url.pathname]?.(membership)
  if (url.pathname === '/') {
    return Response.json(
      {
        name: membership.self.name,
        cluster_name: cluster,
        version: { number: '9.2.1' },
        tagline: 'You Know, for Search',
      },
      { headers },
    )
  }
  if (!rows && url.pathname !== '/_cluster/health') {
    return Response.json(
      { error: { type: 'index_not_found_exception', reason: `no such index [${url.pathname.slice(1)}]` }, status: 404 },
      { status: 404, headers },
    )
  }
  if (!membership.master()) {
    return Response.json(
      { error: { type: 'master_not_discovered_exception', reason: null }, status: 503 },
      { status: 503, headers },
    )
  }
  if (rows)
    return new Response(asTable(rows, url.searchParams), {
      headers: { ...headers, 'content-type': 'text/plain; charset=UTF-8' },
    })
  return Response.json(health(cluster, membership), { headers })
}

function health(cluster: string, membership: Membership): object {
  const nodes = membership.nodes()
  const data = nodes.filter(({ roles }) => roles.some((role) => role.startsWith('data')))
  return {
    cluster_name: cluster,
    status: data.length > 0 ? 'green' : 'red',
    timed_out: false,
    number_of_nodes: nodes.length,
    number_of_data_nodes: data.length,
    active_primary_shards: 0,
    active_shards: 0,
    unassigned_shards: 0,
  }
}

/** What /_cat tells: a row each, with named columns. */
const tables: Record<string, (membership: Membership) => Record<string, string>[]> = {
  '/_cat/nodes': (membership) =>
    membership.nodes().map(({ name, address, roles }) => ({
      ip: address,
      'heap.percent': '31',
      'ram.percent': '62',
      cpu: '2',
      'node.role':
        roles
          .map((role) => letters[role] ?? role.slice(0, 1))
          .toSorted((a, b) => (a < b ? -1 : 1))
          .join('') || '-',
      master: membership.master() === name ? '*' : '-',
      name,
    })),
  '/_cat/master': (membership) =>
    membership
      .nodes()
      .filter(({ name }) => name === membership.master())
      .map(({ name, address }) => ({ ip: address, node: name })),
  '/_cat/health': (membership) => [{ status: 'green', 'node.total': `${membership.nodes().length}` }],
  '/_cat/indices': () => [],
}

/** `v`: with the names of the columns; `h`: only these. */
function asTable(rows: Record<string, string>[], query: URLSearchParams): string {
  const wanted = query.get('h')?.split(',')
  const columns = wanted ?? Object.keys(rows[0] ?? {})
  const cells = [...(query.has('v') ? [columns] : []), ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]!.length)))
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index]!))
          .join(' ')
          .trimEnd()}\n`,
    )
    .join('')
}

function tell(process: Process, node: string, level: string, text: string): Promise<void> {
  return process.print(
    `[${timestamp(process.machine.clock.now())}][${level.padEnd(5)}][o.e.n.Node] [${node}] ${text}\n`,
  )
}
