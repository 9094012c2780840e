// MariaDB as its official image starts it: a root password must be decided, and then port 3306 answers.
import { timestamp } from '../../clock.ts'
import type { Connection } from '../../network/connection.ts'
import type { Process, Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const version = '11.8.3-MariaDB-ubu2404'
/** What the first start takes to lay out the data folder, and what any start takes. */
const initializeMs = 2500
const startMs = 700

const entrypoint: Program = async (process) => {
  const decided = [
    'MARIADB_ROOT_PASSWORD',
    'MARIADB_ROOT_PASSWORD_HASH',
    'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
    'MARIADB_RANDOM_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'MYSQL_ALLOW_EMPTY_PASSWORD',
    'MYSQL_RANDOM_ROOT_PASSWORD',
    'MARIADB_ROOT_PASSWORD_FILE',
    'MYSQL_ROOT_PASSWORD_FILE',
  ]
  await note(process, 'Note', `Entrypoint script for MariaDB Server 1:${version} started.`)
  const fresh = !process.files.lookup('/var/lib/mysql/mysql')
  if (fresh && !decided.some((name) => process.env.get(name))) {
    await note(
      process,
      'ERROR',
      'Database is uninitialized and password option is not specified\n\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD',
    )
    return 1
  }
  if (fresh) {
    await note(process, 'Note', 'Initializing database files')
    process.files.makeDirectory('/var/lib/mysql/mysql', { parents: true })
    const database = process.env.get('MARIADB_DATABASE') ?? process.env.get('MYSQL_DATABASE')
    if (database) process.files.makeDirectory(`/var/lib/mysql/${database}`, { parents: true })
    await process.sleep(initializeMs)
    await note(process, 'Note', 'MariaDB init process done. Ready for start up.')
  }
  await process.sleep(startMs)
  await process.complain(
    `${stamp(process)} 0 [Note] mariadbd: ready for connections.\nVersion: '${version}'  socket: '/run/mysqld/mysqld.sock'  port: 3306  mariadb.org binary distribution\n`,
  )
  return serveUntilAsked(process, 3306, { accept: greet })
}

export const mariadb = defineImage({
  names: ['docker.io/library/mariadb'],
  digest: 'sha256:ae6119716edac6998ae85508431b3d2e666530ddf4e94c61a10710caec9b0f71',
  sizeBytes: 105_233_018,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['mariadbd'],
  env: {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    MARIADB_VERSION: '1:11.8.3+maria~ubu2404',
    LANG: 'C.UTF-8',
  },
  programs: { 'mariadb-entrypoint': entrypoint },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/usr/local/bin/docker-entrypoint.sh': { program: 'mariadb-entrypoint' },
      '/var/lib/mysql/.keep': '',
    }),
})

/** The server speaks first: protocol 10, its version, a salt. Whoever asks for more is refused. */
function greet(connection: Connection): void {
  const body = `\n${version}\0\x01\0\0\0abcdefgh\0\xfe\xf7\x21\x02\0\xff\x81\x15\0\0\0\0\0\0\x1d\0\0\0abcdefghijkl\0mysql_native_password\0`
  void connection.output.write(`${String.fromCharCode(body.length & 255)}\0\0\0${body}`)
  void connection.input.read().then(() => connection.close())
}

function note(process: Process, level: string, text: string): Promise<void> {
  return process.complain(`${stamp(process)}+00:00 [${level}] [Entrypoint]: ${text}\n`)
}

function stamp(process: Process): string {
  return timestamp(process.machine.clock.now()).replace('T', ' ').replace('Z', '')
}
