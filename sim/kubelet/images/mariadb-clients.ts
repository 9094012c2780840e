// MariaDB's clients: mariadb -e, mariadb-dump, mariadb-admin ping, and the image's healthcheck.sh.
import { timestamp } from '../../clock.ts'
import { ConnectError } from '../../network/connection.ts'
import type { Process, Program } from '../runtime/process.ts'
import { DatabaseRefusal, openSession } from './mariadb-session.ts'

interface Options {
  host: string
  port: number
  user: string
  password: string
  statement: string | undefined
  all: boolean
  names: string[]
}

const connectTimeoutMs = 10_000

export const client: Program = async (process) => {
  const options = optionsOf(process)
  try {
    return await withSession(process, options, async (run) => {
      const [database] = options.names
      if (database) await run(`USE ${database}`)
      for (const statement of (options.statement ?? '').split(';').map((text) => text.trim())) {
        if (statement) for (const line of await run(statement)) await process.print(`${line}\n`)
      }
      return 0
    })
  } catch (error) {
    if (!(error instanceof DatabaseRefusal)) throw error
    await process.complain(`${error.message}\n`)
    return 1
  }
}

export const dump: Program = async (process) => {
  const options = optionsOf(process)
  if (options.names.length === 0 && !options.all) {
    await process.complain('Usage: mariadb-dump [OPTIONS] database [tables]\n')
    return 1
  }
  try {
    return await withSession(process, options, async (run) => {
      const names = options.all ? await run('SHOW DATABASES') : options.names.slice(0, 1)
      await process.print(
        `-- MariaDB dump 10.19\n--\n-- Host: ${options.host}\n-- ------------------------------------------------------\n`,
      )
      for (const name of names) {
        if (options.all) await process.print(`\nCREATE DATABASE IF NOT EXISTS \`${name}\`;\nUSE \`${name}\`;\n`)
        for (const line of await run(`${dumpStatement} ${name}`)) await process.print(`${line};\n`)
      }
      const stamp = timestamp(process.machine.clock.now()).replace('T', ' ').replace('Z', '')
      await process.print(`\n-- Dump completed on ${stamp}\n`)
      return 0
    })
  } catch (error) {
    if (!(error instanceof DatabaseRefusal)) throw error
    const [, number = '', words = ''] = /^ERROR (\d+) \(\w+\): (.*)$/s.exec(error.message) ?? []
    await process.complain(`mariadb-dump: Got error: ${number}: "${words}" when trying to connect\n`)
    return 2
  }
}

/** What the dump asks for instead of the dozens of queries of the real one. */
export const dumpStatement = 'DUMP'

/** `ping`: answers as soon as the server does, log-in or not. */
export const admin: Program = async (process) => {
  const options = optionsOf(process)
  try {
    await withSession(process, options, async () => 0)
  } catch (error) {
    if (!(error instanceof DatabaseRefusal)) throw error
    if (error.number !== 1045) {
      await process.complain(
        `mariadb-admin: connect to server at '${options.host}' failed\nerror: '${error.message}'\n`,
      )
      return 1
    }
  }
  await process.print('mysqld is alive\n')
  return 0
}

export const healthcheck: Program = (process) =>
  admin({ ...process, print: async () => undefined, args: ['mariadb-admin', 'ping'] })

async function withSession(
  process: Process,
  options: Options,
  use: (run: (statement: string) => Promise<string[]>) => Promise<number>,
): Promise<number> {
  const stop = new AbortController()
  const cancel = process.machine.clock.after(connectTimeoutMs, () => stop.abort())
  const connection = await process
    .until(process.machine.host.connect(options.host, options.port, stop.signal))
    .catch((error: unknown) => {
      if (!(error instanceof ConnectError)) throw error
      if (error.code === 'ENOTFOUND')
        throw new DatabaseRefusal(2005, 'HY000', `Unknown server host '${options.host}' (-2)`)
      throw new DatabaseRefusal(
        2002,
        'HY000',
        `Can't connect to server on '${options.host}' (${error.code === 'ECONNREFUSED' ? 111 : 110})`,
      )
    })
    .finally(cancel)
  try {
    return await use(await process.until(openSession(connection, options)))
  } finally {
    connection.close()
  }
}

/** `-h`, `-P`, `-u`, `-pPASSWORD`, `-e`, their long forms, and names of databases. */
function optionsOf(process: Process): Options {
  const options: Options = {
    host: '127.0.0.1',
    port: 3306,
    user: 'root',
    password: process.env.get('MYSQL_PWD') ?? '',
    statement: undefined,
    all: false,
    names: [],
  }
  const words = process.args.slice(1)
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, long, value] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const given = (): string => value ?? (word!.length > 2 && !long ? word!.slice(2) : (words.shift() ?? ''))
    if (long === 'all-databases' || word === '-A') options.all = true
    else if (long === 'host' || word.startsWith('-h')) options.host = given()
    else if (long === 'port' || word.startsWith('-P')) options.port = Number(given())
    else if (long === 'user' || word.startsWith('-u')) options.user = given()
    else if (long === 'execute' || word.startsWith('-e')) options.statement = given()
    else if (long === 'password' || word.startsWith('-p')) options.password = value ?? (long ? '' : word.slice(2))
    else if (!word.startsWith('-')) options.names.push(word)
  }
  return options
}
