// MinIO: an object server of S3's kind on port 9000, with its health endpoints. Whoever does not sign is refused.
import type { HttpRequest } from '../../network/http-message.ts'
import type { Process, Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const program: Program = async (process) => {
  const [, command, ...words] = process.args
  if (command !== 'server') {
    await process.complain(`minio: <ERROR> '${command ?? ''}' is not a minio sub-command. See 'minio --help'.\n`)
    return 1
  }
  const folder = words.find((word) => !word.startsWith('-') && word.startsWith('/'))
  if (!folder) {
    await process.complain(
      'FATAL Invalid command line arguments: Empty storage path\n      > Please provide the path of a folder\n',
    )
    return 1
  }
  const user = process.env.get('MINIO_ROOT_USER') ?? 'minioadmin'
  const password = process.env.get('MINIO_ROOT_PASSWORD') ?? 'minioadmin'
  if (user.length < 3 || password.length < 8) {
    await process.complain(
      'FATAL Unable to validate credentials inherited from the shell environment: Invalid credentials\n      > Please provide correct credentials\n      HINT:\n        MINIO_ROOT_USER length should be at least 3, and MINIO_ROOT_PASSWORD length at least 8 characters\n',
    )
    return 1
  }
  if (!process.files.lookup(folder)) process.files.makeDirectory(folder, { parents: true })
  await process.print(`MinIO Object Storage Server\nAPI: http://${process.machine.host.address}:9000\n`)
  const console = words.find((word) => word.startsWith('--console-address'))?.replace(/^.*:/, '')
  const closeConsole = process.machine.host.listen(Number(console) || 9001, {
    serve: async () =>
      new Response('<!doctype html><title>MinIO Console</title>\n', { headers: { 'content-type': 'text/html' } }),
  })
  const status = await serveUntilAsked(process, 9000, { serve: (request) => answer(process, folder, request) })
  closeConsole?.()
  return status
}

export const minio = defineImage({
  names: ['docker.io/minio/minio', 'quay.io/minio/minio'],
  digest: 'sha256:14cea493d9a34af32f524e538b8346cf79f3321eff8e708c1e2960462bd8936e',
  sizeBytes: 59_003_221,
  entrypoint: ['/usr/bin/docker-entrypoint.sh'],
  command: ['minio'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  programs: {
    minio: program,
    'minio-entrypoint': (process) =>
      program({ ...process, args: process.args[1] === 'minio' ? process.args.slice(1) : process.args }),
  },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/usr/bin/docker-entrypoint.sh': { program: 'minio-entrypoint' },
      '/usr/bin/minio': { program: 'minio' },
    }),
})

async function answer(process: Process, folder: string, { target }: HttpRequest): Promise<Response> {
  const server = { server: 'MinIO' }
  if (/^\/minio\/health\/(?:live|ready|cluster)$/.test(target)) {
    // A disk that has gone takes the server out of service.
    return new Response(null, { status: process.files.lookup(folder) ? 200 : 503, headers: server })
  }
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied.</Message><Resource>${target}</Resource></Error>`
  return new Response(body, { status: 403, headers: { ...server, 'content-type': 'application/xml' } })
}
