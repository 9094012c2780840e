// MariaDB as its official image starts it: a root password must be decided, and then port 3306 answers.
import { timestamp } from '../../clock.ts'
import type { Process, Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { admin, client, dump, healthcheck } from './mariadb-clients.ts'
import { serveSession } from './mariadb-session.ts'
import { initialize, openDatabase } from './mariadb-store.ts'
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
    await process.sleep(initializeMs)
    initialize(process.files, usersOf(process), valueOf(process, 'DATABASE'))
    await note(process, 'Note', 'MariaDB init process done. Ready for start up.')
  }
  await process.sleep(startMs)
  await process.complain(
    `${stamp(process)} 0 [Note] mariadbd: ready for connections.\nVersion: '${version}'  socket: '/run/mysqld/mysqld.sock'  port: 3306  mariadb.org binary distribution\n`,
  )
  return serveUntilAsked(process, 3306, {
    accept: (connection) =>
      void serveSession(connection, version, openDatabase(process.files)).catch(() => connection.close()),
  })
}

export const mariadb = defineImage({
  names: ['docker.io/library/mariadb'],
  digest: 'sha256:ae6119716edac6998ae85508431b3d2e666530ddf4e94c61a10710caec9b0f71',
  sizeBytes: 105_233_018,
  memoryMiB: 86,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['mariadbd'],
  env: {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    MARIADB_VERSION: '1:11.8.3+maria~ubu2404',
    LANG: 'C.UTF-8',
  },
  programs: {
    'mariadb-entrypoint': entrypoint,
    mariadb: client,
    'mariadb-dump': dump,
    'mariadb-admin': admin,
    'mariadb-healthcheck': healthcheck,
  },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/usr/local/bin/docker-entrypoint.sh': { program: 'mariadb-entrypoint' },
      '/usr/local/bin/healthcheck.sh': { program: 'mariadb-healthcheck' },
      '/usr/bin/mariadb': { program: 'mariadb' },
      '/usr/bin/mysql': { program: 'mariadb' },
      '/usr/bin/mariadb-dump': { program: 'mariadb-dump' },
      '/usr/bin/mysqldump': { program: 'mariadb-dump' },
      '/usr/bin/mariadb-admin': { program: 'mariadb-admin' },
      '/usr/bin/mysqladmin': { program: 'mariadb-admin' },
      '/var/lib/mysql/.keep': '',
    }),
})

/** The variable under its present or its old name, or the file that `_FILE` names. */
function valueOf(process: Process, name: string): string | undefined {
  for (const prefix of ['MARIADB_', 'MYSQL_']) {
    const path = process.env.get(`${prefix}${name}_FILE`)
    const file = path ? process.files.lookup(path) : undefined
    const value = process.env.get(`${prefix}${name}`) ?? (file?.kind === 'file' ? file.data.trimEnd() : undefined)
    if (value) return value
  }
  return undefined
}

function usersOf(process: Process): Map<string, string> {
  const random = valueOf(process, 'RANDOM_ROOT_PASSWORD') ? `${process.machine.random()}`.slice(2) : ''
  const users = new Map([['root', valueOf(process, 'ROOT_PASSWORD') ?? random]])
  const [user, password] = [valueOf(process, 'USER'), valueOf(process, 'PASSWORD')]
  return user && password ? users.set(user, password) : users
}

function note(process: Process, level: string, text: string): Promise<void> {
  return process.complain(`${stamp(process)}+00:00 [${level}] [Entrypoint]: ${text}\n`)
}

function stamp(process: Process): string {
  return timestamp(process.machine.clock.now()).replace('T', ' ').replace('Z', '')
}
