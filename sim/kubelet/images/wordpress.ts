// WordPress on Apache as its official image starts it. Without a database that answers, every page is the 500 that says so.
import { timestamp } from '../../clock.ts'
import type { Connection } from '../../network/connection.ts'
import type { HttpRequest } from '../../network/http-message.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { openSession } from './mariadb-session.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const connectTimeoutMs = 3000

const entrypoint: Program = async (process) => {
  await process.complain(
    `WordPress not found in /var/www/html - copying now...\nComplete! WordPress has been successfully copied to /var/www/html\n`,
  )
  await process.complain(
    `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${process.machine.host.address}. Set the 'ServerName' directive globally to suppress this message\n`,
  )
  return serveUntilAsked(process, 80, { serve: (request) => serve(process, request) }, [signals.TERM!, 28])
}

export const wordpress = defineImage({
  names: ['docker.io/library/wordpress'],
  digest: 'sha256:a3f4d1c0b7f6b8c9e2d5f1a4c7b0e3d6f9a2c5b8e1d4f7a0c3b6e9d2f5a8c1b4',
  sizeBytes: 249_313_542,
  memoryMiB: 38,
  requestMs: 25,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['apache2-foreground'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  workingDirectory: '/var/www/html',
  stopSignal: 28,
  programs: { 'wordpress-entrypoint': entrypoint },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/usr/local/bin/docker-entrypoint.sh': { program: 'wordpress-entrypoint' },
      '/var/www/html/readme.html':
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>WordPress &#8250; ReadMe</title>\n</head>\n<body>\n<h1>WordPress</h1>\n</body>\n</html>\n',
      '/var/www/html/license.txt': 'WordPress - Web publishing software\n',
      '/var/www/html/wp-includes/images/blank.gif': 'GIF89a',
    }),
})

async function serve(process: Process, request: HttpRequest): Promise<Response> {
  const path = process.files.absolute(request.target.replace(/\?.*$/, ''), '/')
  const node = process.files.lookup(`/var/www/html${path}`)
  // Files that are no PHP need no database.
  const response =
    node?.kind === 'file'
      ? new Response(node.data, { headers: { 'content-type': path.endsWith('.html') ? 'text/html' : 'text/plain' } })
      : await page(process, path)
  await process.output.write(
    `${request.from} - - [${timestamp(process.machine.clock.now())}] "${request.method} ${request.target} HTTP/1.1" ${response.status} ${response.headers.get('content-length') ?? '-'} "-" "${request.headers.get('user-agent') ?? '-'}"\n`,
  )
  return response
}

async function page(process: Process, path: string): Promise<Response> {
  const common = { server: 'Apache/2.4.65 (Debian)', 'x-powered-by': 'PHP/8.3.27' }
  const fault = await databaseFault(process)
  if (fault) {
    const body = html('Database Error', `<h1>${fault}</h1>`)
    return new Response(body, {
      status: 500,
      headers: { ...common, 'content-type': 'text/html; charset=utf-8', 'content-length': `${body.length}` },
    })
  }
  if (path === '/wp-admin/install.php') {
    const body = html(
      'WordPress &rsaquo; Installation',
      '<h1>Welcome</h1><p>Welcome to the famous five-minute WordPress installation process!</p>',
    )
    return new Response(body, {
      headers: { ...common, 'content-type': 'text/html; charset=utf-8', 'content-length': `${body.length}` },
    })
  }
  return new Response(null, {
    status: 302,
    headers: {
      ...common,
      location: '/wp-admin/install.php',
      'content-type': 'text/html; charset=UTF-8',
      'content-length': '0',
    },
  })
}

/** Logs in to what `WORDPRESS_DB_HOST` names (`host` or `host:port`). Undefined: well; else the page's words. */
async function databaseFault(process: Process): Promise<string | undefined> {
  const variable = (name: string, otherwise: string): string => process.env.get(`WORDPRESS_DB_${name}`) || otherwise
  const [host = '', port = '3306'] = variable('HOST', 'mysql').split(':')
  const login = { user: variable('USER', 'example username'), password: variable('PASSWORD', 'example password') }
  const stop = new AbortController()
  const cancel = process.machine.clock.after(connectTimeoutMs, () => stop.abort())
  let connection: Connection | undefined
  try {
    connection = await process.machine.host.connect(host, Number(port), stop.signal)
    stop.signal.addEventListener('abort', () => connection?.close(), { once: true })
    const run = await openSession(connection, login)
    const database = variable('NAME', 'wordpress')
    const selected = await run(`USE ${database}`).then(
      () => true,
      () => false,
    )
    return selected ? undefined : `Cannot select database`
  } catch {
    return 'Error establishing a database connection'
  } finally {
    cancel()
    connection?.close()
  }
}

function html(title: string, body: string): string {
  return `<!DOCTYPE html>\n<html>\n<head>\n<title>${title}</title>\n</head>\n<body>\n${body}\n</body>\n</html>\n`
}
