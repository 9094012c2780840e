// The cluster's Ingresses as an nginx.conf, as the notes write it.
import { type Backend, type ProxyOptions, type ProxyRoute, type ProxyWorld, proxyOf, quoted } from './proxy.ts'
import { takesHost } from './route.ts'

/** A whole file, that `nginx -t` takes. */
export function nginxConf(world: ProxyWorld, options: ProxyOptions = {}): string {
  const { routes, backends } = proxyOf(world)
  const hosts = [...new Set(routes.flatMap(({ host }) => host ?? []))]
  const servers = [...hosts, undefined].map((host) => server(host, routes, backends, options))
  return [
    'events {}',
    '',
    'http {',
    '    merge_slashes off;',
    // Hosts of rules can be long.
    '    server_names_hash_bucket_size 128;',
    '',
    ...backends.flatMap(upstream),
    ...servers.flat(),
    '}',
    '',
  ].join('\n')
}

function upstream({ name, service, servers }: Backend): string[] {
  if (servers.length === 0) return []
  return [
    `    # ${service}`,
    `    upstream ${name} {`,
    ...servers.map((each) => `        server ${each};`),
    '    }',
    '',
  ]
}

/** @param host undefined: for every name that no other server has. */
function server(
  host: string | undefined,
  routes: ProxyRoute[],
  backends: Backend[],
  { listen = 80, certificates }: ProxyOptions,
): string[] {
  // Every rule that could take a request for this name; a name without a fitting path falls through to the wider ones.
  const own = routes.filter((route) => route.host === host || (host !== undefined && takesHost(route.host, host)))
  const secure = own.find(({ ingress }) => secretOf(ingress, host) !== undefined)
  const pem =
    secure &&
    certificates &&
    `${certificates}/${secure.ingress.metadata.namespace}-${secretOf(secure.ingress, host)}.pem`
  return [
    '    server {',
    `        listen ${listen}${host === undefined ? ' default_server' : ''};`,
    ...(pem
      ? ['        listen 443 ssl;', `        ssl_certificate ${pem};`, `        ssl_certificate_key ${pem};`]
      : []),
    `        server_name ${nameOf(host)};`,
    '',
    ...locations(own).flatMap(({ match, route }) => [
      `        location ${match} {`,
      ...action(route, backends).map((line) => `            ${line}`),
      '        }',
    ]),
    ...(own.some(takesAll) ? [] : ['        location / {', '            return 404;', '        }']),
    '    }',
    '',
  ]
}

function nameOf(host: string | undefined): string {
  if (host === undefined) return '_'
  // nginx's own wildcard takes several labels, an Ingress' only one.
  return host.startsWith('*.') ? `"~^[^.]+${quoted(host.slice(1))}$"` : host
}

interface Location {
  match: string
  route: ProxyRoute
}

/** nginx' own order (longest prefix) where it is an Ingress' too; else expressions, of which the first that fits is taken. */
function locations(routes: ProxyRoute[]): Location[] {
  const all = routes.findIndex(takesAll)
  const asked = all === -1 ? routes : routes.slice(0, all + 1)
  const oneHost = new Set(asked.map(({ host, path }) => `${host}${path === undefined}`)).size <= 1
  const plain = oneHost && asked.every(({ path }) => path?.pathType !== 'ImplementationSpecific')
  const found = new Map<string, Location>()
  for (const route of asked) {
    for (const match of plain ? literal(route) : [expression(route)]) {
      if (!found.has(match)) found.set(match, { match, route })
    }
  }
  return [...found.values()]
}

function literal({ path }: ProxyRoute): string[] {
  const text = path?.path ?? '/'
  if (path?.pathType === 'Exact') return [`= "${text}"`]
  const prefix = text.replace(/\/+$/, '')
  return prefix === '' ? ['/'] : [`= "${prefix}"`, `"${prefix}/"`]
}

function expression(route: ProxyRoute): string {
  if (takesAll(route)) return '/'
  const text = route.path?.path ?? '/'
  if (route.path?.pathType === 'Exact') return `~ "^${quoted(text)}$"`
  if (route.path?.pathType === 'ImplementationSpecific') return `~ "^${quoted(text)}"`
  return `~ "^${quoted(text.replace(/\/+$/, ''))}(?:/|$)"`
}

function takesAll({ path }: ProxyRoute): boolean {
  return path === undefined || (path.pathType !== 'Exact' && /^\/*$/.test(path.path ?? '/'))
}

function action({ backendName }: ProxyRoute, backends: Backend[]): string[] {
  const backend = backends.find(({ name }) => name === backendName)
  if (!backend || backend.servers.length === 0)
    return [`# ${backend?.service}: no hay tal Service, o nadie detrás`, 'return 503;']
  return [`proxy_pass http://${backendName};`, 'proxy_set_header Host $http_host;']
}

function secretOf({ spec }: ProxyRoute['ingress'], host: string | undefined): string | undefined {
  return spec.tls?.find(({ hosts }) => host !== undefined && hosts?.includes(host))?.secretName
}
