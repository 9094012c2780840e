// The cluster's Ingresses as a haproxy.cfg, as the notes write it.
import { type Backend, type ProxyOptions, type ProxyRoute, type ProxyWorld, proxyOf, quoted } from './proxy.ts'

/** A whole file, that `haproxy -c` takes. */
export function haproxyCfg(world: ProxyWorld, { listen = 80, certificates }: ProxyOptions = {}): string {
  const { routes, backends } = proxyOf(world)
  const conditions = conditionsOf(routes)
  const secure = certificates && world.ingresses.some(({ spec }) => spec.tls?.some(({ secretName }) => secretName))
  return [
    'defaults',
    '    mode http',
    '    timeout connect 5s',
    '    timeout client 60s',
    '    timeout server 60s',
    '',
    'frontend http-in',
    `    bind *:${listen}`,
    ...(secure ? [`    bind *:443 ssl crt ${certificates}`] : []),
    ...conditions.acls.map((line) => `    ${line}`),
    ...routes.map((route, at) => `    use_backend ${route.backendName}${conditions.of[at]}`),
    '    default_backend sin-regla',
    '',
    ...backends.flatMap(backend),
    'backend sin-regla',
    '    http-request return status 404 content-type text/plain string "404"',
    '',
  ].join('\n')
}

function backend({ name, service, servers }: Backend): string[] {
  if (servers.length === 0) {
    return [
      `# ${service}: no hay tal Service, o nadie detrás`,
      `backend ${name}`,
      '    http-request return status 503 content-type text/plain string "503"',
      '',
    ]
  }
  const lines = servers.map((each, at) => `    server ${service}${at === 0 ? '' : `-${at + 1}`} ${each}`)
  return [`backend ${name}`, ...lines, '']
}

/** An acl for every host and every path, and the condition of each rule: `use_backend` takes the first that fits. */
function conditionsOf(routes: ProxyRoute[]): { acls: string[]; of: string[] } {
  const names = new Map<string, string>()
  const acls: string[] = []
  const acl = (kind: string, key: string, tests: string[]): string => {
    const known = names.get(`${kind} ${key}`)
    if (known) return known
    const name = `${kind}_${[...names.keys()].filter((each) => each.startsWith(`${kind} `)).length + 1}`
    names.set(`${kind} ${key}`, name)
    // Several lines of one name: any of them.
    for (const test of tests) acls.push(`acl ${name} ${test}`)
    return name
  }
  const of = routes.map(({ host, path }) => {
    const pathTests = path === undefined ? [] : testsOfPath(path.path ?? '/', path.pathType)
    const both = [
      ...(host === undefined ? [] : [acl('host', host, [testOfHost(host)])]),
      ...(pathTests.length === 0 ? [] : [acl('path', `${path?.pathType} ${path?.path}`, pathTests)]),
    ]
    return both.length === 0 ? '' : ` if ${both.join(' ')}`
  })
  return { acls, of }
}

function testOfHost(host: string): string {
  const asked = 'hdr(host),field(1,:)'
  return host.startsWith('*.') ? `${asked},lower -m reg '^[^.]+${quoted(host.slice(1))}$'` : `${asked} -i ${host}`
}

/** None: every path. */
function testsOfPath(path: string, pathType: string | undefined): string[] {
  if (pathType === 'Exact') return [`path '${path}'`]
  if (pathType === 'ImplementationSpecific') return [`path_beg '${path}'`]
  const prefix = path.replace(/\/+$/, '')
  return prefix === '' ? [] : [`path '${prefix}'`, `path_beg '${prefix}/'`]
}
