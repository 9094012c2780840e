// `wget`, as busybox has it.
import { sleep } from '../../clock.ts'
import { fromArray } from '../../network/bytes.ts'
import { ConnectError } from '../../network/connection.ts'
import { headerName, HttpProtocolError, reasonPhrase } from '../../network/http-message.ts'
import { FileError } from '../runtime/file-tree.ts'
import type { Process, Program } from '../runtime/process.ts'
import { applet, AppletError } from './applet.ts'
import type { Options } from './options.ts'

const redirectsMax = 5
const longOptions = [
  'spider',
  'quiet',
  'header=',
  'post-data=',
  'post-file=',
  'timeout=',
  'tries=',
  'no-check-certificate',
  'output-document=',
  'server-response',
  'user-agent=',
  'method=',
  'no-verbose',
]

export const wget: Program = (process) =>
  applet('qO:ST:t:cU:Yo:P:', (own, options) => download(own, withHeaders(process, options)), longOptions)(process)

// `--header` may come several times; the parser keeps the last one.
function withHeaders(process: Process, options: Options): Options & { headers: string[] } {
  const headers: string[] = []
  for (const [index, word] of process.args.entries()) {
    if (word === '--header') headers.push(process.args[index + 1] ?? '')
    else if (word.startsWith('--header=')) headers.push(word.slice('--header='.length))
  }
  return { ...options, headers }
}

async function download(process: Process, { flags, rest, headers }: Options & { headers: string[] }): Promise<number> {
  const given = rest[0]
  if (given === undefined) throw new AppletError('missing URL')
  const quiet = flags.has('q') || flags.has('quiet')
  const say = (text: string): Promise<void> => (quiet ? Promise.resolve() : process.complain(text))
  const timeout = Number(flags.get('T') ?? flags.get('timeout') ?? 900)
  const stop = new AbortController()
  const late = sleep(process.machine.clock, timeout * 1000, stop.signal).then(() => {
    if (!stop.signal.aborted) throw new AppletError('download timed out')
  })
  late.catch(() => undefined)
  process.killed.addEventListener('abort', () => stop.abort(), { once: true })
  try {
    return await process.until(
      Promise.race([late.then(() => 1), fetchTo(process, given, { flags, rest, headers }, say, stop.signal)]),
    )
  } finally {
    stop.abort()
  }
}

async function fetchTo(
  process: Process,
  given: string,
  { flags, headers: extra }: Options & { headers: string[] },
  say: (text: string) => Promise<void>,
  signal: AbortSignal,
): Promise<number> {
  const { response, url } = await follow(process, given, { flags, extra, say, signal })
  if (flags.has('S') || flags.has('server-response')) await showHeaders(process, response)
  if (response.status >= 400 || response.status < 200) {
    await response.body?.cancel()
    throw new AppletError(
      `server returned error: HTTP/1.1 ${response.status} ${response.statusText || reasonPhrase(response.status)}`,
    )
  }
  if (flags.has('spider')) {
    await say('remote file exists\n')
    return 0
  }
  const name =
    flags.get('O') ??
    flags.get('output-document') ??
    (url.path.replace(/[?#].*$/, '').replace(/^.*\//, '') || 'index.html')
  const path = process.path(name)
  if (name !== '-') {
    if (!flags.has('O') && process.files.lookup(path)) throw new AppletError(`can't open '${name}': File exists`)
    await say(`saving to '${name}'\n`)
    process.files.write(path, '')
  } else await say('writing to stdout\n')
  const reader = response.body?.getReader()
  let size = 0
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const bytes = fromArray(part.value)
    size += bytes.length
    if (name === '-') await process.print(bytes)
    else process.files.write(path, bytes, { append: true })
  }
  await say(`${name.padEnd(20)} 100% |********************************| ${`${size}`.padStart(5)}  0:00:00 ETA\n`)
  await say(name === '-' ? 'written to stdout\n' : `'${name}' saved\n`)
  return 0
}

interface Target {
  host: string
  port: number
  path: string
  secure: boolean
}

async function follow(
  process: Process,
  given: string,
  {
    flags,
    extra,
    say,
    signal,
  }: { flags: Options['flags']; extra: string[]; say: (text: string) => Promise<void>; signal: AbortSignal },
): Promise<{ response: Response; url: Target }> {
  let url = parseUrl(given)
  for (let count = 0; count <= redirectsMax; count++) {
    const answer = await process.until(process.machine.host.resolve(url.host))
    if (!answer)
      throw new AppletError(`bad address '${url.host}${url.port === (url.secure ? 443 : 80) ? '' : `:${url.port}`}'`)
    const address = answer.addresses[0]!
    await say(`Connecting to ${url.host}${url.port === 80 ? '' : `:${url.port}`} (${address}:${url.port})\n`)
    const headers = new Headers({
      host: url.port === 80 ? url.host : `${url.host}:${url.port}`,
      'user-agent': flags.get('U') ?? 'Wget',
      connection: 'close',
    })
    for (const line of extra) {
      const colon = line.indexOf(':')
      if (colon > 0) headers.set(line.slice(0, colon), line.slice(colon + 1).trim())
    }
    const body = flags.get('post-data')
    if (body !== undefined)
      headers.set('content-type', headers.get('content-type') ?? 'application/x-www-form-urlencoded')
    const method = body === undefined ? (flags.has('spider') ? 'HEAD' : 'GET') : 'POST'
    const request = {
      method,
      target: url.path,
      headers,
      body: body === undefined ? null : new Response(body).body,
      ...(url.secure ? { wire: 'https' as const } : {}),
    }
    const response = await requested(process, address, url.port, request, signal)
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return { response, url }
    await response.body?.cancel()
    url = location.startsWith('/') ? { ...url, path: location } : parseUrl(location)
  }
  throw new AppletError('too many redirections')
}

async function requested(
  process: Process,
  address: string,
  port: number,
  request: Parameters<Process['machine']['host']['http']>[2],
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await process.machine.host.http(address, port, request, signal)
  } catch (error) {
    if (error instanceof ConnectError)
      throw new AppletError(`can't connect to remote host (${address}): ${error.message}`)
    if (error instanceof HttpProtocolError) throw new AppletError('error getting response')
    if (error instanceof FileError) throw error
    throw error
  }
}

function parseUrl(text: string): Target {
  const found = /^(?:(https?):\/\/)?(?:[^@/]*@)?([^:/?#]+)(?::(\d+))?([/?][^#]*)?/.exec(text)
  if (!found || text.startsWith('ftp:')) throw new AppletError(`not an http or ftp url: ${text}`)
  const [, scheme, host = '', port, path = '/'] = found
  const secure = scheme === 'https'
  return { host, port: Number(port ?? (secure ? 443 : 80)), path: path.startsWith('?') ? `/${path}` : path, secure }
}

async function showHeaders(process: Process, response: Response): Promise<void> {
  await process.complain(`  HTTP/1.1 ${response.status} ${response.statusText || reasonPhrase(response.status)}\n`)
  for (const [name, value] of response.headers) await process.complain(`  ${headerName(name)}: ${value}\n`)
  await process.complain('  \n')
}
