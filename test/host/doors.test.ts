// What of a cluster a browser on the same machine reaches: TLS by name, node ports, streams and other protocols, on real sockets.
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as askHttp } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { applyFiles } from '../../course/apply.ts'
import { ClusterTraffic } from '../../course/traffic.ts'
import { embeddedProvider } from '../../providers/embedded.ts'
import { readExtension } from '../../providers/kubeconfig.ts'
import { selfSigned } from '../../sim/host/certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-doors-'))
const provider = embeddedProvider(folder)
let kubeconfig = ''
let ingress: URL
let ingressTls: URL

/** The key that RFC 6455 takes as its example, and what it must be answered with: a shell script answers to no other. */
const greeting = 'dGhlIHNhbXBsZSBub25jZQ=='
const greeted = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='

const manifests = `
apiVersion: v1
kind: ConfigMap
metadata: {name: guiones}
data:
  charla.sh: |
    #!/bin/sh
    while read -r linea; do [ \${#linea} -le 1 ] && break; done
    printf 'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ${greeted}\\r\\n\\r\\n'
    printf '\\201\\004hola'
    cat
  goteo.sh: |
    #!/bin/sh
    while read -r linea; do [ \${#linea} -le 1 ] && break; done
    printf 'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nuno\\r\\n'
    sleep 3600
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 0
  volumes: [{name: g, configMap: {name: guiones, defaultMode: 0755}}]
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'mkdir /w; echo hola > /w/index.html; nc -lk -p 9001 -e /g/charla.sh & nc -lk -p 9002 -e /g/goteo.sh & httpd -f -p 8080 -h /w']
    volumeMounts: [{name: g, mountPath: /g}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080, nodePort: 30080}, {name: charla, port: 81, targetPort: 9001}, {name: goteo, port: 82, targetPort: 9002}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  tls: [{secretName: uno}, {secretName: no-existe}, {secretName: roto}]
  rules:
  - host: app1.mi-cluster.com
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}
      - {path: /charla, pathType: Prefix, backend: {service: {name: web, port: {name: charla}}}}
      - {path: /goteo, pathType: Prefix, backend: {service: {name: web, port: {name: goteo}}}}
`

beforeAll(async () => {
  const nodes = [{ name: 'nodo1' }]
  kubeconfig = (await provider.start({ id: 'puertas', nodes, ingress: true, storage: false })).kubeconfig
  const extension = readExtension(kubeconfig)!
  ingress = new URL(extension.ingress!)
  ingressTls = new URL(extension.ingressTls!)
  const { certificate, key } = await selfSigned('app1.mi-cluster.com')
  const secret = (name: string, text: string): string =>
    `---\n{apiVersion: v1, kind: Secret, type: kubernetes.io/tls, metadata: {name: ${name}}, data: {tls.crt: ${base64(text)}, tls.key: ${base64(key)}}}\n`
  const text = manifests + secret('uno', certificate) + secret('roto', 'nada')
  await applyFiles(kubeconfig, [{ name: 'todo.yaml', text }])
  await vi.waitFor(async () => expect((await ask('/')).status).toBe(200), { timeout: 20_000 })
}, 30_000)
afterAll(async () => {
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
})

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const host = 'app1.mi-cluster.com'

async function ask(path: string): Promise<{ status: number; first: string }> {
  return new Promise((resolve, reject) => {
    const asked = askHttp(new URL(path, ingress), { headers: { host } }, (answer) => {
      answer.once('data', (bytes: Buffer) => {
        resolve({ status: answer.statusCode!, first: bytes.toString() })
        asked.destroy()
      })
    })
    asked.once('error', reject).end()
  })
}

/** Whose certificate is shown for a name, and the first line of the answer to a request inside. */
async function askTls(name: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      port: Number(ingressTls.port),
      host: '127.0.0.1',
      servername: name,
      rejectUnauthorized: false,
    })
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      const { subject } = new X509Certificate(socket.getPeerCertificate().raw)
      socket.once('data', (bytes: Buffer) => {
        resolve([subject, bytes.toString().split('\r\n')[0]!])
        socket.destroy()
      })
      socket.write(`GET / HTTP/1.1\r\nHost: ${name}\r\n\r\n`)
    })
  })
}

it('shows the certificate whose own name is asked for, and where none is, the controller its own', async () => {
  expect(await askTls(host)).toEqual([`CN=${host}`, 'HTTP/1.1 200 OK'])
  expect(await askTls('otro.com')).toEqual(['CN=TRAEFIK DEFAULT CERT', 'HTTP/1.1 404 Not Found'])
})

it('tells who speaks in clear at the port for TLS', async () => {
  const answer = await fetch(`http://127.0.0.1:${ingressTls.port}/`)
  expect([answer.status, await answer.text()]).toEqual([400, 'Client sent an HTTP request to an HTTPS server.\n'])
})

it('passes on what a pod says as it says it', async () => {
  expect(await ask('/goteo')).toEqual({ status: 200, first: 'uno' })
})

it('lets a WebSocket through, both ways', async () => {
  const asked = askHttp(new URL('/charla', ingress), {
    headers: {
      host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': greeting,
      'sec-websocket-version': '13',
    },
  })
  const said = await new Promise<unknown[]>((resolve, reject) => {
    asked.once('error', reject)
    asked.once('upgrade', (answer, socket, head) => {
      let text = head.toString('latin1')
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1')
        if (text.length < 'xxhola'.length + 'adiós'.length) return
        resolve([answer.statusCode, answer.headers['sec-websocket-accept'], text])
        socket.destroy()
      })
      socket.write('adiós', 'latin1')
    })
    asked.end()
  })
  expect(said).toEqual([101, greeted, '\u0081\u0004holaadiós'])
})

it('opens node ports on loopback, says where, and closes them with their Service', async () => {
  const traffic = new ClusterTraffic(kubeconfig)
  const local = (await traffic.ports()).find(({ entry }) => entry === '30080')!.local!
  expect(await (await fetch(`http://${local}/`)).text()).toBe('hola\n')
  await applyFiles(kubeconfig, [
    {
      name: 's.yaml',
      text: '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: ClusterIP, ports: [{name: http, port: 80, targetPort: 8080}]}}',
    },
  ])
  await vi.waitFor(async () => {
    expect((await traffic.ports()).filter(({ service }) => service === 'default/web')).toEqual([])
    await expect(fetch(`http://${local}/`)).rejects.toThrow('fetch failed')
  })
})
