// `timonel serve`: the site, on this machine only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { clusterOption, defineCommand, kubeconfigOption, text, UsageError } from '../command.ts'
import { courseRoot } from '../course-root.ts'
import { ensureBuild } from '../site-build.ts'

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const portDefault = 4321
/** Ports tried after the one that was asked for. */
const portsTried = 20

export const serve = defineCommand({
  name: 'serve',
  summary: 'arranca el sitio del curso en esta máquina (es lo que hace npm start)',
  options: {
    port: {
      type: 'string',
      value: 'PUERTO',
      help: `puerto; si está ocupado, el siguiente libre (por defecto, ${portDefault})`,
    },
    data: {
      type: 'string',
      value: 'CARPETA',
      help: 'dónde guardar tu progreso y tus clusters (si no se dice: TIMONEL_DATA, o la carpeta de datos de tu usuario)',
    },
    cluster: clusterOption,
    kubeconfig: kubeconfigOption,
    dev: { type: 'boolean', help: 'para quien cambia el sitio: recarga lo que se edita' },
  },
  async run(input) {
    const { io, options } = input
    const dev = options['dev'] === true
    // Next reads it while it loads.
    Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production' })
    const port = portOf(text(input, 'port') ?? io.env['PORT'])
    const data = resolve(text(input, 'data') ?? io.env['TIMONEL_DATA'] ?? defaultData(io.env))
    const { openSite } = await import('../../app/_server/compose.ts')
    const { admit } = await import('../../app/_server/front.ts')
    const cluster = text(input, 'cluster') ?? io.env['TIMONEL_CLUSTER']
    const kubeconfig = text(input, 'kubeconfig') ?? io.env['KUBECONFIG']
    const site = await openSite({
      root: courseRoot,
      data,
      dev,
      ...(cluster ? { cluster } : {}),
      ...(kubeconfig ? { kubeconfig } : {}),
    })
    try {
      if (!dev) await ensureBuild(courseRoot, io.err)
      const prepared = Promise.withResolvers<Handle>()
      // Who comes while the site gets ready waits, instead of being left without an answer.
      const server = createServer((request, response) => {
        if (admit(request, response)) void prepared.promise.then((handle) => handle(request, response))
      })
      const taken = await listen(server, port)
      const { default: next } = await import('next')
      const app = next({ dev, dir: courseRoot, httpServer: server, hostname: '127.0.0.1', port: taken, quiet: true })
      await app.prepare()
      prepared.resolve(app.getRequestHandler())
      if (taken !== port) io.out(`El puerto ${port} está ocupado: uso el ${taken}.`)
      io.out(`Timonel está en http://127.0.0.1:${taken}  (Ctrl-C lo para)`)
      io.out(`Tu progreso se guarda en ${data}`)
      await io.stopped
      server.closeAllConnections()
      server.close()
      await app.close()
    } finally {
      await site.close()
    }
    return 0
  },
})

function portOf(asked: string | undefined): number {
  if (asked === undefined || asked === '') return portDefault
  const port = Number(asked)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new UsageError(`«${asked}» no es un puerto: va un número entre 1 y 65535.`)
}

function defaultData(env: Record<string, string | undefined>): string {
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'timonel')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'timonel')
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'timonel')
}

/** Listens on loopback only; gives the port, the asked one or the next that is free. */
async function listen(server: Server, first: number): Promise<number> {
  for (let port = first; port <= first + portsTried && port < 65_536; port++) {
    try {
      await new Promise<void>((done, fail) => {
        server.once('error', fail)
        server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
          server.off('error', fail)
          done()
        })
      })
      const address = server.address()
      return typeof address === 'object' && address ? address.port : port
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EACCES')
        throw new UsageError(`No tienes permiso para usar el puerto ${port}. Elige otro con --port.`)
      if (code !== 'EADDRINUSE') throw error
    }
  }
  throw new UsageError(`Los puertos del ${first} al ${first + portsTried} están ocupados. Elige otro con --port.`)
}
