// The Apache HTTP server: files of /usr/local/apache2/htdocs on port 80.
import { toArray } from '../../network/bytes.ts'
import type { HttpRequest } from '../../network/http-message.ts'
import { bytesOf } from '../../network/bytes.ts'
import { timestamp } from '../../clock.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const root = '/usr/local/apache2/htdocs'

const foreground: Program = async (process) => {
  await process.complain(
    `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${process.machine.host.address}. Set the 'ServerName' directive globally to suppress this message\n`,
  )
  return serveUntilAsked(process, 80, { serve: async (request) => serve(process, request) }, [signals.TERM!, 28])
}

export const apache = defineImage({
  names: ['docker.io/library/httpd'],
  digest: 'sha256:1ae8051591f5ded1e4a3893f9f5b0f9d8f3c7eb3b7b4a9a4e1d3d2d0c3e6b8a1',
  sizeBytes: 45_215_320,
  memoryMiB: 7,
  command: ['httpd-foreground'],
  env: {
    PATH: '/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HTTPD_PREFIX: '/usr/local/apache2',
  },
  workingDirectory: '/usr/local/apache2',
  programs: { 'httpd-foreground': foreground },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/usr/local/bin/httpd-foreground': { program: 'httpd-foreground' },
      [`${root}/index.html`]: '<html><body><h1>It works!</h1></body></html>\n',
    }),
})

async function serve(process: Process, request: HttpRequest): Promise<Response> {
  const wanted = process.files.absolute(bytesOf(request.target.replace(/\?.*$/, '')), '/')
  const path = `${root}${wanted === '/' ? '/index.html' : wanted}`
  const node = process.files.lookup(path)
  const found = node?.kind === 'file'
  const body = found
    ? node.data
    : '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n'
  await process.output.write(
    `${request.from} - - [${timestamp(process.machine.clock.now())}] "${request.method} ${request.target} HTTP/1.1" ${found ? 200 : 404} ${body.length}\n`,
  )
  return new Response(toArray(body), {
    status: found ? 200 : 404,
    headers: {
      server: 'Apache/2.4.65 (Unix)',
      'content-type': /\.html?$/.test(path) || !found ? 'text/html' : 'text/plain',
      'content-length': `${body.length}`,
    },
  })
}
