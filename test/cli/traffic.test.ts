// trace, netfilter and ingress on an embedded cluster, by its kubeconfig alone: whole outputs, but for addresses and hashes.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { applyFiles } from '../../course/apply.ts'
import { run } from './run.ts'

const manifests = `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'mkdir /w; echo hola > /w/index.html; httpd -f -p 8080 -h /w']
    ports: [{containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: cerrado}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 9090}]}
---
apiVersion: v1
kind: Service
metadata: {name: vacio}
spec: {selector: {app: nadie}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: app1.mi-cluster.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`

it('follows packets, prints rules and translates Ingresses', { timeout: 60_000 }, async () => {
  const stop = Promise.withResolvers<void>()
  const said = Promise.withResolvers<string>()
  const words = ['cluster', '--nodes', '1', '--ingress', '--rate', '20']
  const running = run(words, { stopped: stop.promise, onOut: said.resolve })
  const [, file = ''] = /^export KUBECONFIG=(.+)$/.exec(await said.promise) ?? []
  const told = async (...line: string[]) => {
    const { code, out, err } = await run([...line, '--kubeconfig', file])
    return { code, out: plain(out), err }
  }
  try {
    await applyFiles(readFileSync(file, 'utf8'), [{ name: 'todo.yaml', text: manifests }])
    await until(async () => (await told('trace', 'pod/web', 'web:80')).code === 0)
    await until(async () => (await told('trace', 'MenchuPC', 'app1.mi-cluster.com:80/')).code === 0)

    expect(await told('trace', 'pod/web', 'web:80/')).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "Desde el pod web hasta web:80
        → CoreDNS: web.default.svc.cluster.local <- IP.
        → NetFilter de nodo1: IP:80 -> IP:8080. Sale con la dirección del nodo (IP), para que la vuelta pase por aquí.
        → el pod web: IP. Está en nodo1.
        ✓ el proceso de web: IP:8080, el contenedor c (busybox:1.36). Contesta 200 a GET /.
      Llega: IP:8080, el contenedor c (busybox:1.36). Contesta 200 a GET /.
      ",
      }
    `)
    expect((await told('trace', 'MenchuPC', 'app1.mi-cluster.com/')).out).toMatchInlineSnapshot(`
      "Desde MenchuPC hasta app1.mi-cluster.com:80
        → el DNS corporativo: app1.mi-cluster.com -> IP
        → el balanceador IP: IP:80 -> nodo1, donde el Service traefik tiene además el puerto NODEPORT.
        → NetFilter de nodo1: IP:80 -> IP:8000. Sale con la dirección del nodo (IP), para que la vuelta pase por aquí.
        → el pod traefik-POD: IP. Está en nodo1.
        → el Ingress controller traefik-POD: La regla app1.mi-cluster.com / del Ingress web lo pasa a web:80, y el controlador abre otra conexión.
        → CoreDNS: web.default.svc.cluster.local <- IP.
        → NetFilter de nodo1: IP:80 -> IP:8080.
        → el pod web: IP. Está en nodo1.
        ✓ el proceso de web: IP:8080, el contenedor c (busybox:1.36). Contesta 200 a GET /.
      Llega: IP:8080, el contenedor c (busybox:1.36). Contesta 200 a GET /.
      "
    `)
    expect(await told('trace', 'node/nodo1', 'web:80')).toMatchObject({ code: 1 })
    expect((await told('trace', 'pod/web', 'vacio:80', '--rules')).out).toMatchInlineSnapshot(`
      "Desde el pod web hasta vacio:80
        → CoreDNS: vacio.default.svc.cluster.local <- IP.
        ✗ NetFilter de nodo1: El Service vacio no tiene endpoints: la regla REJECT contesta «conexión rechazada».
            ▸ filter -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
            ▸ filter -A KUBE-SERVICES -d IP/32 -p tcp -m comment --comment "default/vacio has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable
      Muere en NetFilter de nodo1: El Service vacio no tiene endpoints: la regla REJECT contesta «conexión rechazada».
      "
    `)
    expect((await told('trace', 'pod/web', 'cerrado:80')).out).toMatchInlineSnapshot(`
      "Desde el pod web hasta cerrado:80
        → CoreDNS: cerrado.default.svc.cluster.local <- IP.
        → NetFilter de nodo1: IP:80 -> IP:9090. Sale con la dirección del nodo (IP), para que la vuelta pase por aquí.
        → el pod web: IP. Está en nodo1.
        ✗ el proceso de web: Nadie escucha en web:9090: conexión rechazada. (error trying to reach service: dial tcp IP:9090: connect: connection refused)
      Muere en el proceso de web: Nadie escucha en web:9090: conexión rechazada. (error trying to reach service: dial tcp IP:9090: connect: connection refused)
      "
    `)
    expect((await told('netfilter', 'nodo1')).out).toContain('"default/web -> IP:8080" -j KUBE-SEP-HASH')
    expect(
      (await told('netfilter', 'nodo1', '--arrows')).out.split('\n').filter((line) => line.includes('8080')),
    ).toEqual(['IP:80 -> IP:8080'])
    expect((await told('netfilter', 'nodo9')).err).toBe('No hay un nodo nodo9.\nNodos que hay: nodo1.\n')
    expect((await told('ingress', '--nginx')).out).toMatchInlineSnapshot(`
      "events {}

      http {
          merge_slashes off;
          server_names_hash_bucket_size 128;

          # web
          upstream default-web-80 {
              server IP:80;
          }

          server {
              listen 80;
              server_name app1.mi-cluster.com;

              location / {
                  proxy_pass http://default-web-80;
                  proxy_set_header Host $http_host;
              }
          }

          server {
              listen 80 default_server;
              server_name _;

              location / {
                  return 404;
              }
          }

      }
      "
    `)
    expect((await told('ingress', '--haproxy')).out).toMatchInlineSnapshot(`
      "defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s

      frontend http-in
          bind *:80
          acl host_1 hdr(host),field(1,:) -i app1.mi-cluster.com
          use_backend default-web-80 if host_1
          default_backend sin-regla

      backend default-web-80
          server web IP:80

      backend sin-regla
          http-request return status 404 content-type text/plain string "404"
      "
    `)
  } finally {
    stop.resolve()
    await running
  }
})

/** Addresses and what is drawn from them differ from run to run. */
function plain(text: string): string {
  return text
    .replaceAll(/\d+\.\d+\.\d+\.\d+/g, 'IP')
    .replaceAll(/(KUBE-(?:SVC|SVL|SEP|EXT|FW))-[A-Z2-7]{16}/g, '$1-HASH')
    .replaceAll(/el puerto 3\d{4}/g, 'el puerto NODEPORT')
    .replaceAll(/traefik-[a-z0-9]+-[a-z0-9]{5}/g, 'traefik-POD')
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tried = 0; tried < 200; tried++) {
    if (await done()) return
    await sleep(100)
  }
  throw new Error('what was waited for did not come')
}
