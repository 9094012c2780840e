// `httpd`: files of a folder, and programs under cgi-bin.
import { bytesOf, fromArray, toArray } from '../../network/bytes.ts'
import { reasonPhrase, type HttpRequest } from '../../network/http-message.ts'
import { createPipe, readAll, sourceOf } from '../../network/pipe.ts'
import { loadExecutable } from '../runtime/executable.ts'
import type { Process, Program } from '../runtime/process.ts'
import { applet, AppletError } from './applet.ts'

export const httpd: Program = applet('fip:h:u:c:r:e:vdm:', async (process, { flags }) => {
  const port = Number((flags.get('p') ?? '80').replace(/^.*:/, ''))
  const root = process.path(flags.get('h') ?? '.')
  if (process.files.lookup(root)?.kind !== 'directory')
    throw new AppletError(`can't change directory to '${flags.get('h')}': No such file or directory`)
  const serving: Program = async (server) => {
    await server.until(new Promise(() => undefined))
    return 0
  }
  const open = (server: Process): void => {
    const close = server.machine.host.listen(port, { serve: (request) => answer(server, root, request) })
    if (!close) throw new AppletError('bind: Address already in use')
    server.killed.addEventListener('abort', close, { once: true })
  }
  if (flags.has('f')) {
    open(process)
    return serving(process)
  }
  // Without -f it goes to the background.
  const daemon = process.machine.processes.spawn({
    ...process,
    parentPid: 1,
    program: (server) => {
      open(server)
      return serving(server)
    },
  })
  return daemon ? 0 : 1
})

async function answer(process: Process, root: string, request: HttpRequest): Promise<Response> {
  const [rawPath = '/', query = ''] = request.target.split(/\?(.*)/s)
  const relative = process.files.absolute(decode(rawPath), '/')
  const path = root === '/' ? relative : `${root}${relative === '/' ? '' : relative}`
  if (relative.startsWith('/cgi-bin/')) return cgi(process, { root, path, relative, query }, request)
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(501)
  const node = process.files.lookup(path)
  if (node?.kind === 'directory') {
    if (!rawPath.endsWith('/')) return page(302, { location: `${rawPath}/` })
    const index = process.files.lookup(`${path}/index.html`)
    return index?.kind === 'file' ? fileAnswer(index.data, 'index.html') : page(404)
  }
  return node?.kind === 'file' ? fileAnswer(node.data, path) : page(404)
}

function decode(path: string): string {
  try {
    return bytesOf(decodeURIComponent(path))
  } catch {
    return path
  }
}

function fileAnswer(data: string, name: string): Response {
  const type = types[/\.([a-z0-9]+)$/.exec(name)?.[1] ?? ''] ?? 'application/octet-stream'
  return new Response(toArray(data), {
    headers: { 'content-type': type, 'content-length': `${data.length}`, 'accept-ranges': 'bytes' },
  })
}

const types: Record<string, string> = {
  txt: 'text/plain',
  h: 'text/plain',
  c: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  png: 'image/png',
  svg: 'image/svg+xml',
}

const explanations: Record<number, string> = {
  400: 'Unsupported method',
  404: 'The requested URL was not found',
  501: 'The requested method is not recognized',
}

function page(status: number, headers: Record<string, string> = {}): Response {
  const title = `${status} ${reasonPhrase(status)}`
  const why = explanations[status] ? `${explanations[status]}\n` : ''
  const body = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${why}</BODY></HTML>\n`
  return new Response(body, { status, headers: { 'content-type': 'text/html', ...headers } })
}

async function cgi(
  process: Process,
  { root, path, relative, query }: { root: string; path: string; relative: string; query: string },
  request: HttpRequest,
): Promise<Response> {
  const executable = loadExecutable(process.machine, process.files, path, [path])
  if (typeof executable === 'string') return page(404)
  const body = request.body ? fromArray(new Uint8Array(await new Response(request.body).arrayBuffer())) : ''
  const output = createPipe()
  const child = process.machine.processes.spawn({
    ...process,
    args: executable.args,
    program: executable.program,
    directory: path.slice(0, path.lastIndexOf('/')) || root,
    env: new Map([...process.env, ...variables(request, relative, query, body.length)]),
    input: sourceOf(body),
    output,
    parentPid: process.pid,
  })
  if (!child) return page(500)
  void child.exit.then(() => output.close())
  return response(await readAll(output))
}

function variables(request: HttpRequest, path: string, query: string, length: number): [string, string][] {
  const headers = [...request.headers].map(([name, value]): [string, string] => [
    `HTTP_${name.toUpperCase().replaceAll('-', '_')}`,
    bytesOf(value),
  ])
  return [
    ...headers,
    ['REQUEST_METHOD', request.method],
    ['REQUEST_URI', request.target],
    ['QUERY_STRING', query],
    ['SCRIPT_NAME', path],
    ['SCRIPT_FILENAME', path],
    ['SERVER_PROTOCOL', 'HTTP/1.0'],
    ['GATEWAY_INTERFACE', 'CGI/1.1'],
    ['REMOTE_ADDR', request.from],
    ['CONTENT_LENGTH', `${length}`],
    ['CONTENT_TYPE', request.headers.get('content-type') ?? ''],
  ]
}

function response(output: string): Response {
  const end = /\r?\n\r?\n/.exec(output)
  const head = end ? output.slice(0, end.index) : ''
  const body = end ? output.slice(end.index + end[0].length) : output
  const headers = new Headers()
  let status = 200
  for (const line of head.split(/\r?\n/)) {
    const coded = /^(?:HTTP\/[0-9.]+|Status:) *(\d{3})/i.exec(line)
    const colon = line.indexOf(':')
    if (coded) status = Number(coded[1])
    else if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
  }
  if (status < 200 || status > 599) return page(500)
  return new Response([204, 205, 304].includes(status) ? null : toArray(body), { status, headers })
}
