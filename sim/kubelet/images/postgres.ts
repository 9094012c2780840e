// PostgreSQL as its official image starts it: a superuser password must be decided, and then port 5432 answers.
import { timestamp } from '../../clock.ts'
import type { Process, Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { portAnswers, serveUntilAsked, treeWith } from './server.ts'

const dataFolder = '/var/lib/postgresql/data'
/** What the first start takes to lay out the data folder, and what any start takes. */
const initializeMs = 2000
const startMs = 400

const server: Program = async (process) => {
  const folder = process.env.get('PGDATA') ?? dataFolder
  const fresh = !process.files.lookup(`${folder}/PG_VERSION`)
  if (fresh && !process.env.get('POSTGRES_PASSWORD') && process.env.get('POSTGRES_HOST_AUTH_METHOD') !== 'trust') {
    await process.complain(undecided)
    return 1
  }
  if (fresh) {
    await process.print(`The files belonging to this database system will be owned by user "postgres".\n`)
    await process.sleep(initializeMs)
    process.files.makeDirectory(folder, { parents: true })
    process.files.write(`${folder}/PG_VERSION`, '17\n')
    await process.print('\nPostgreSQL init process complete; ready for start up.\n\n')
  } else {
    await process.print('\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n')
  }
  await process.sleep(startMs)
  await log(process, 'listening on IPv4 address "0.0.0.0", port 5432')
  await log(process, 'database system is ready to accept connections')
  const status = await serveUntilAsked(process, 5432, { accept: (connection) => connection.output.close() })
  await log(process, 'database system is shut down')
  return status
}

const isReady: Program = async (process) => {
  const words = process.args.slice(1)
  const option = (name: string, otherwise: string): string =>
    words[words.indexOf(name) + 1 || words.length] ?? otherwise
  const [host, port] = [option('-h', '/var/run/postgresql'), option('-p', '5432')]
  const answers = await portAnswers(process, host.startsWith('/') ? '127.0.0.1' : host, Number(port))
  await process.print(`${host}:${port} - ${answers ? 'accepting connections' : 'no response'}\n`)
  return answers ? 0 : 2
}

export const postgres = defineImage({
  names: ['docker.io/library/postgres'],
  digest: 'sha256:00bc86618629af00d2937fdc5a5d63db3ff8450acf52f0636ec813c7f4902929',
  sizeBytes: 163_004_102,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['postgres'],
  env: {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/17/bin',
    PGDATA: dataFolder,
    PG_MAJOR: '17',
  },
  stopSignal: 2,
  programs: { postgres: server, 'postgres-ready': isReady },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/usr/local/bin/docker-entrypoint.sh': { program: 'postgres' },
      '/usr/lib/postgresql/17/bin/pg_isready': { program: 'postgres-ready' },
      '/var/lib/postgresql/.keep': '',
    }),
})

const undecided = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`

function log(process: Process, text: string): Promise<void> {
  const stamp = timestamp(process.machine.clock.now()).replace('T', ' ').replace('Z', '.000 UTC')
  return process.complain(`${stamp} [1] LOG:  ${text}\n`)
}
