// nginx with its default site: files of /usr/share/nginx/html on port 80.
import { toArray } from '../../network/bytes.ts'
import { reasonPhrase, type HttpRequest } from '../../network/http-message.ts'
import type { Process, Program } from '../runtime/process.ts'
import { timestamp } from '../../clock.ts'
import { bytesOf } from '../../network/bytes.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const root = '/usr/share/nginx/html'
const version = 'nginx/1.29.3'

const welcome = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>
</body>
</html>
`

const nginxProgram: Program = async (process) => {
  await process.complain(
    `${stamp(process)} [notice] 1#1: ${version}\n${stamp(process)} [notice] 1#1: start worker processes\n`,
  )
  return serveUntilAsked(process, listenPort(process), { serve: (request) => serve(process, request) })
}

export const nginx = defineImage({
  names: ['docker.io/library/nginx'],
  digest: 'sha256:553f64aecdc31b5bf944521731cd70e35da4faed96b2b7548a3d8e2598c52a42',
  sizeBytes: 59_774_010,
  memoryMiB: 3,
  requestMs: 0.2,
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  env: {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    NGINX_VERSION: '1.29.3',
  },
  stopSignal: 3,
  programs: {
    nginx: nginxProgram,
    'nginx-entrypoint': (process) => nginxProgram({ ...process, args: process.args.slice(1) }),
  },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/docker-entrypoint.sh': { program: 'nginx-entrypoint' },
      '/usr/sbin/nginx': { program: 'nginx' },
      [`${root}/index.html`]: welcome,
      [`${root}/50x.html`]: '<html><body><h1>An error occurred.</h1></body></html>\n',
      '/etc/nginx/conf.d/default.conf':
        'server {\n    listen       80;\n    server_name  localhost;\n\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n',
    }),
})

function listenPort(process: Process): number {
  const path = '/etc/nginx/conf.d/default.conf'
  const text = process.files.lookup(path)?.kind === 'file' ? process.files.read(path) : ''
  return Number(/^\s*listen\s+(?:\S+:)?(\d+)/m.exec(text)?.[1] ?? 80)
}

async function serve(process: Process, request: HttpRequest): Promise<Response> {
  const response = answer(process, request)
  const size = response.headers.get('content-length') ?? '0'
  const line = `${request.from} - - [${timestamp(process.machine.clock.now())}] "${request.method} ${request.target} HTTP/1.1" ${response.status} ${size} "-" "${request.headers.get('user-agent') ?? '-'}" "-"`
  await process.output.write(bytesOf(`${line}\n`))
  return response
}

function answer(process: Process, request: HttpRequest): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(405)
  const wanted = process.files.absolute(bytesOf(request.target.replace(/\?.*$/, '')), '/')
  const path = `${root}${wanted === '/' ? '' : wanted}`
  const node = process.files.lookup(path)
  if (node?.kind === 'directory') {
    const index = process.files.lookup(`${path}/index.html`)
    return index?.kind === 'file' ? ok(index.data, 'text/html') : page(403)
  }
  return node?.kind === 'file'
    ? ok(node.data, types[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? 'application/octet-stream')
    : page(404)
}

const types: Record<string, string> = {
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
}

function ok(data: string, type: string): Response {
  return new Response(toArray(data), {
    headers: { server: version, 'content-type': type, 'content-length': `${data.length}` },
  })
}

function page(status: number): Response {
  const title = `${status} ${status === 405 ? 'Not Allowed' : reasonPhrase(status)}`
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${version}</center>\r\n</body>\r\n</html>\r\n`
  return new Response(body, {
    status,
    headers: { server: version, 'content-type': 'text/html', 'content-length': `${body.length}` },
  })
}

function stamp(process: Process): string {
  return timestamp(process.machine.clock.now()).replace('T', ' ').replace('Z', '').replaceAll('-', '/')
}
