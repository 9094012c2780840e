// Requests from a pod: by name, address and kind of Service, by what a DNS answers, past policies, through an Ingress. Who answers, or which kind of failure.
import type { Scenario, World } from './world.ts'

/** A pod whose web server says its name under every path that is asked for here. */
function server(name: string, labels: string, more = ''): string {
  const files = `for f in index.html solo app/x app/index.html; do echo ${name} > /w/$f; done`
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: ${labels}}
spec:
  terminationGracePeriodSeconds: 0
  ${more}
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'mkdir -p /w/app; ${files}; httpd -p 9090 -h /w; httpd -f -p 8080 -h /w']
    ports: [{name: http, containerPort: 8080}, {name: admin, containerPort: 9090}]
    readinessProbe: {exec: {command: [sh, -c, '[ ! -e /tmp/mal ]']}, periodSeconds: 1, failureThreshold: 1}
---`
}

function service(name: string, spec: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: ${spec}
---`
}

const client = `
apiVersion: v1
kind: Pod
metadata: {name: cliente, labels: {app: cliente}}
spec:
  terminationGracePeriodSeconds: 0
  containers: [{name: c, image: 'busybox:1.36', command: [sleep, '3600']}]
---`

/** `r URL [HEADER]` prints who answers, or: refused, silent, no-name, or the code of the answer. */
const asking = `
r() {
  if [ -n "$2" ]; then o=$(timeout 4 wget -q -O - --header "$2" "$1" 2>/tmp/e); else o=$(timeout 4 wget -q -O - "$1" 2>/tmp/e); fi
  if [ $? = 0 ]; then echo "$o"
  elif grep -q refused /tmp/e; then echo refused
  elif grep -q 'bad address' /tmp/e; then echo no-name
  elif grep -q 'HTTP/1.1 ' /tmp/e; then sed 's/.*HTTP.1.1 \\([0-9]*\\).*/\\1/' /tmp/e
  else echo silent; fi
}
`

/** What a pod's script says, one answer a line, until it is what is expected. @param script commands that print a line each */
async function answers(world: World, script: string[], expected: string[]): Promise<void> {
  await world.until(
    'answers',
    async () => {
      const { stdout } = await world.exec('cliente', ['sh', '-c', `${asking}\n${script.join('\n')}`])
      const said = stdout
        .trim()
        .split('\n')
        .map((line) => line.trim())
      const wrong = expected.flatMap((answer, index) =>
        said[index] === answer ? [] : [`${script[index]} → ${said[index]}, not ${answer}`],
      )
      if (wrong.length > 0) throw new Error(wrong.join('\n'))
      return true
    },
    60,
  )
}

async function ready(world: World, ...names: string[]): Promise<void> {
  for (const name of names) {
    await world.until(`${name} ready`, async () => {
      const conditions = (await world.get('Pod', name)).status['conditions'] as { type: string; status: string }[]
      return conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
    })
  }
}

const addressOf = async (world: World, pod: string): Promise<string> =>
  (await world.get('Pod', pod)).status['podIP'] as string

export const requestScenarios: Scenario[] = [
  {
    name: 'requests: every kind of Service, by every name, and what has nobody behind it',
    async run(world) {
      await world.create(
        [
          client,
          server('uno', '{app: web, pista: azul}'),
          server('dos', '{app: otra}', 'hostname: dos\n  subdomain: sin-ip'),
          service(
            'web',
            '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}, {name: admin, port: 81, targetPort: admin}]}',
          ),
          service('dos-etiquetas', '{selector: {app: web, pista: azul}, ports: [{port: 80, targetPort: 8080}]}'),
          service('nadie', '{selector: {app: web, pista: roja}, ports: [{port: 80, targetPort: 8080}]}'),
          service('mal-puerto', '{selector: {app: web}, ports: [{port: 80, targetPort: 7070}]}'),
          service('mal-nombre', '{selector: {app: web}, ports: [{port: 80, targetPort: htttp}]}'),
          service('sin-ip', '{clusterIP: None, selector: {app: otra}, ports: [{name: http, port: 8080}]}'),
          service('alias', `{type: ExternalName, externalName: web.${world.namespace}.svc.cluster.local}`),
          service('a-mano', '{ports: [{port: 80, targetPort: 8080}]}'),
        ].join(''),
      )
      await ready(world, 'uno', 'dos', 'cliente')
      const [uno, dos] = [await addressOf(world, 'uno'), await addressOf(world, 'dos')]
      await world.create(
        `{apiVersion: v1, kind: Endpoints, metadata: {name: a-mano}, subsets: [{addresses: [{ip: ${dos}}], ports: [{port: 8080}]}]}`,
      )
      const full = `${world.namespace}.svc.cluster.local`
      const { clusterIP } = (await world.get('Service', 'web')).spec
      const table: [string, string][] = [
        [`r http://${uno}:8080`, 'uno'],
        [`r http://${uno}:7070`, 'refused'],
        ['r http://web', 'uno'],
        [`r http://web.${world.namespace}`, 'uno'],
        [`r http://web.${world.namespace}.svc`, 'uno'],
        [`r http://web.${full}`, 'uno'],
        [`r http://${String(clusterIP)}`, 'uno'],
        ['r http://web:81', 'uno'],
        ['r http://web/no-hay', '404'],
        ['r http://dos-etiquetas', 'uno'],
        ['r http://nadie', 'refused'],
        ['r http://mal-puerto', 'refused'],
        ['r http://mal-nombre', 'refused'],
        ['r http://sin-ip:8080', 'dos'],
        ['r http://sin-ip', 'refused'],
        ['r http://dos.sin-ip:8080', 'dos'],
        ['r http://tres.sin-ip:8080', 'no-name'],
        ['r http://alias', 'uno'],
        ['r http://a-mano', 'dos'],
        ['r http://web.default.svc.cluster.local', 'no-name'],
        ['r http://no-existe', 'no-name'],
      ]
      await answers(
        world,
        table.map(([ask]) => ask),
        table.map(([, who]) => who),
      )
    },
  },
  {
    name: 'requests: readiness takes a pod out at once and brings it back; who publishes those that are not ready does not care',
    async run(world) {
      await world.create(
        [
          client,
          server('uno', '{app: web}'),
          service('web', '{selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}'),
          service(
            'todos',
            '{selector: {app: web}, publishNotReadyAddresses: true, ports: [{port: 80, targetPort: 8080}]}',
          ),
        ].join(''),
      )
      await ready(world, 'uno', 'cliente')
      await answers(world, ['r http://web', 'r http://todos'], ['uno', 'uno'])
      await world.exec('uno', ['touch', '/tmp/mal'])
      await answers(world, ['r http://web', 'r http://todos'], ['refused', 'uno'])
      await world.exec('uno', ['rm', '/tmp/mal'])
      await answers(world, ['r http://web'], ['uno'])
    },
  },
  {
    name: 'names: what nslookup is told of Services, pods and ports',
    async run(world) {
      await world.create(
        [
          client,
          server('dos', '{app: otra}', 'hostname: dos\n  subdomain: sin-ip'),
          service('web', '{selector: {app: otra}, ports: [{name: http, port: 80, targetPort: 8080}]}'),
          service('sin-ip', '{clusterIP: None, selector: {app: otra}, ports: [{name: http, port: 8080}]}'),
          service('vacio', '{clusterIP: None, selector: {app: nadie}, ports: [{name: http, port: 8080}]}'),
          service('fuera', '{type: ExternalName, externalName: web.$NS.svc.cluster.local}'),
        ].join(''),
      )
      await ready(world, 'dos', 'cliente')
      const dos = await addressOf(world, 'dos')
      const { clusterIP } = (await world.get('Service', 'web')).spec
      const full = `${world.namespace}.svc.cluster.local`
      const look = (words: string): string => `nslookup ${words} | sed 1,3d | grep . | tr '\\t\\n' '  '; echo`
      // Names of an address come in no order.
      const names = (address: string): string =>
        `nslookup ${address} | grep 'name =' | sed 's/.*name = //' | sort | tr '\\n' ' '; echo`
      const back = (address: string): string => `${address.split('.').toReversed().join('.')}.in-addr.arpa`
      const table: [string, string][] = [
        [look(`-type=a web.${full}`), `Name: web.${full} Address: ${String(clusterIP)} `],
        [look(`-type=a sin-ip.${full}`), `Name: sin-ip.${full} Address: ${dos} `],
        [look(`-type=a dos.sin-ip.${full}`), `Name: dos.sin-ip.${full} Address: ${dos} `],
        [look(`-type=a vacio.${full}`), `** server can't find vacio.${full}: NXDOMAIN `],
        // What is no name of the cluster is asked of whoever is beyond it: NXDOMAIN, or SERVFAIL where nobody is.
        [`nslookup -type=a web.${world.namespace} | grep -c "can't find web.${world.namespace}: "`, '1'],
        [look(`-type=srv _http._tcp.web.${full}`), `_http._tcp.web.${full} service = 0 100 80 web.${full} `],
        [
          look(`-type=srv _http._tcp.sin-ip.${full}`),
          `_http._tcp.sin-ip.${full} service = 0 100 8080 dos.sin-ip.${full} `,
        ],
        [look(String(clusterIP)), `${back(String(clusterIP))} name = web.${full} `],
        [names(dos), `${dos.replaceAll('.', '-')}.web.${full} dos.sin-ip.${full} `],
        [
          look(`-type=a fuera.${full}`),
          `fuera.${full} canonical name = web.${full} Name: web.${full} Address: ${String(clusterIP)} `,
        ],
        [`nslookup web.${full} > /dev/null; echo $?`, '0'],
        ['nslookup web > /dev/null; echo $?', '1'],
      ]
      await answers(
        world,
        table.map(([ask]) => ask),
        table.map(([, said]) => said.trimEnd()),
      )
    },
  },
  {
    name: 'policies: what comes in, what goes out, by pod, port and address; a question to the DNS is traffic too',
    needsPolicies: true,
    async run(world) {
      await world.create(
        [
          client,
          server('uno', '{app: web}'),
          server('dos', '{app: otra}'),
          service(
            'web',
            '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}, {name: admin, port: 81, targetPort: 9090}]}',
          ),
          service('otra', '{selector: {app: otra}, ports: [{port: 80, targetPort: 8080}]}'),
        ].join(''),
      )
      await ready(world, 'uno', 'dos', 'cliente')
      // Some plugins refuse what others leave without an answer.
      const shut = (url: string): string => `r ${url} | sed s/refused/silent/`
      const all = ['http://web', 'http://web:81', 'http://otra'].map(shut)
      await answers(world, all, ['uno', 'uno', 'dos'])
      await world.create(policy('entrada', 'podSelector: {matchLabels: {app: web}}'))
      await answers(world, all, ['silent', 'silent', 'dos'])
      await world.create(
        policy(
          'clientes',
          '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {app: cliente}}}], ports: [{port: http}]}]}',
        ),
      )
      await answers(world, all, ['uno', 'silent', 'dos'])
      const otra = await addressOf(world, 'dos')
      await world.create(
        policy(
          'salida',
          `{podSelector: {matchLabels: {app: cliente}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: ${otra}/32}}]}]}`,
        ),
      )
      const name = `timeout 4 nslookup otra > /dev/null 2>&1; [ $? -gt 1 ] && echo silent || echo name`
      await answers(
        world,
        [shut(`http://${otra}:8080`), name, shut(`http://${await addressOf(world, 'uno')}:8080`)],
        ['dos', 'silent', 'silent'],
      )
      await world.create(
        policy(
          'dns',
          '{podSelector: {matchLabels: {app: cliente}}, policyTypes: [Egress], egress: [{ports: [{protocol: UDP, port: 53}]}]}',
        ),
      )
      await answers(world, ['http://web', 'http://otra'].map(shut), ['silent', 'dos'])
    },
  },
  {
    name: 'requests: ports of nodes, several names for one thing, and traffic that stays on its node',
    async run(world) {
      const at = (node: number): string => `nodeName: ${world.nodes[node]!}`
      await world.create(
        [
          client.replace('spec:', `spec:\n  ${at(0)}`),
          server('uno', '{app: web}', at(0)),
          server('dos', '{app: otra}', at(1)),
          service('web', '{type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: http}]}'),
          service(
            'cerca',
            '{internalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}',
          ),
          service(
            'pegado',
            '{sessionAffinity: ClientIP, selector: {app: otra}, ports: [{port: 80, targetPort: 8080}]}',
          ),
          service('traductor', '{selector: {app: otra}, ports: [{port: 3307, targetPort: admin}]}'),
        ].join(''),
      )
      await ready(world, 'uno', 'dos', 'cliente')
      const [uno, dos] = [await addressOf(world, 'uno'), await addressOf(world, 'dos')]
      const nodePort = ((await world.get('Service', 'web')).spec['ports'] as { nodePort: number }[])[0]!.nodePort
      const nodes = await Promise.all(world.nodes.map((node) => world.get('Node', node)))
      const addresses = nodes.map(
        ({ status }) =>
          (status['addresses'] as { type: string; address: string }[]).find(({ type }) => type === 'InternalIP')!
            .address,
      )
      const full = `${world.namespace}.svc.cluster.local`
      const dashed = uno.replaceAll('.', '-')
      const table: [string, string][] = [
        ...addresses.map((address): [string, string] => [`r http://${address}:${nodePort}`, 'uno']),
        ...addresses.map((address): [string, string] => [`r http://${address}:${nodePort}/no-hay`, '404']),
        ['r http://cerca', 'uno'],
        ['r http://pegado', 'dos'],
        ['r http://traductor:3307', 'dos'],
        [`r http://${dos}:9090`, 'dos'],
        [`r http://${dos}:3307`, 'refused'],
        [`r http://${dashed}.${world.namespace}.pod.cluster.local:8080`, 'uno'],
        [`r http://${dashed}.web.${full}:8080`, 'uno'],
        [`r http://web.${full}.`, 'uno'],
        ['r http://localhost:8080', 'refused'],
        ['r http://127.0.0.1:8080', 'refused'],
      ]
      await answers(
        world,
        table.map(([ask]) => ask),
        table.map(([, who]) => who),
      )
    },
  },
  {
    name: 'Ingress: by host and path; no rule is 404',
    async run(world) {
      const host = await withIngress(world)
      const ask = (name: string, at: string): string => `r http://traefik.kube-system${at} "Host: ${name}"`
      const table: [string, string][] = [
        [ask(host, '/'), 'uno'],
        [ask(host, '/solo'), 'dos'],
        [ask(host, '/app/x'), 'dos'],
        [ask(host, '/app/'), 'dos'],
        [ask(host, '/solo/mas'), '404'],
        [ask(host, '/apx'), '404'],
        [ask(host, '/no-hay'), '404'],
        [ask('otro.com', '/'), '404'],
        [ask('traefik.kube-system', '/'), '404'],
      ]
      await answers(
        world,
        table.map(([question]) => question),
        table.map(([, who]) => who),
      )
    },
  },
  {
    name: 'Ingress: a wildcard host takes one label; nobody behind a rule is 503',
    needsTraefik: true,
    async run(world) {
      const host = await withIngress(world)
      const ask = (name: string, at: string): string => `r http://traefik.kube-system${at} "Host: ${name}"`
      const table: [string, string][] = [
        [ask(host, '/'), 'uno'],
        [ask(host, '/vacio'), '503'],
        [ask(`a.${host}`, '/'), 'dos'],
        [ask(`a.b.${host}`, '/'), '404'],
      ]
      await answers(
        world,
        table.map(([question]) => question),
        table.map(([, who]) => who),
      )
    },
  },
]

function policy(name: string, spec: string): string {
  const body = spec.startsWith('{') ? spec : `{${spec}}`
  return `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}}, spec: ${body}}`
}

/** Two servers and an Ingress with every kind of path to them; gives its host. */
async function withIngress(world: World): Promise<string> {
  const host = `${world.namespace}.mi-cluster.com`
  const path = (at: string, type: string, name: string): string =>
    `{path: ${at}, pathType: ${type}, backend: {service: {name: ${name}, port: {number: 80}}}}`
  await world.create(
    [
      client,
      ...['uno', 'dos'].map((name) => server(name, `{app: ${name}}`)),
      ...['uno', 'dos', 'nadie'].map((name) =>
        service(name, `{selector: {app: ${name}}, ports: [{port: 80, targetPort: 8080}]}`),
      ),
      `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: ${host}
    http: {paths: [${path('/', 'Prefix', 'uno')}, ${path('/solo', 'Exact', 'dos')}, ${path('/app', 'Prefix', 'dos')}, ${path('/vacio', 'Prefix', 'nadie')}]}
  - host: '*.${host}'
    http: {paths: [${path('/', 'Prefix', 'dos')}]}
`,
    ].join(''),
  )
  await ready(world, 'uno', 'dos', 'cliente')
  return host
}
