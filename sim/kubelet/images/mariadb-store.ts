// What a MariaDB server keeps in its data folder: users, databases, and the statements that made their tables.
import type { Bytes } from '../../network/bytes.ts'
import type { FileSystem } from '../runtime/file-system.ts'
import { FileError } from '../runtime/file-tree.ts'
import { dumpStatement } from './mariadb-clients.ts'
import type { Database, DatabaseError } from './mariadb-session.ts'

const dataFolder = '/var/lib/mysql'
const usersFile = `${dataFolder}/mysql/users`
const systemDatabases = ['information_schema', 'mysql', 'performance_schema', 'sys']

/** Lays out an empty folder. A user's password may be empty. */
export function initialize(files: FileSystem, users: Map<string, string>, database: string | undefined): void {
  files.makeDirectory(`${dataFolder}/mysql`, { parents: true })
  files.write(usersFile, [...users].map((pair) => `${pair.join('\t')}\n`).join(''))
  if (database) files.makeDirectory(`${dataFolder}/${database}`, { parents: true })
}

/** One client's view. */
export function openDatabase(files: FileSystem): Database {
  let current: string | undefined
  const exists = (name: string): boolean => files.lookup(`${dataFolder}/${name}`)?.kind === 'directory'
  const unknown = (name: string): DatabaseError => ({
    number: 1049,
    state: '42000',
    message: `Unknown database '${name}'`,
  })

  function keep(statement: Bytes): Bytes[] | DatabaseError {
    if (!current) return { number: 1046, state: '3D000', message: 'No database selected' }
    try {
      files.write(statementsOf(current), `${statement.replaceAll('\n', ' ')}\n`, { append: true })
      return []
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return {
        number: 1021,
        state: 'HY000',
        message: `Disk full (${statementsOf(current)}); waiting for someone to free some space`,
      }
    }
  }

  function makeDatabase(name: string): Bytes[] | DatabaseError {
    if (exists(name))
      return { number: 1007, state: 'HY000', message: `Can't create database '${name}'; database exists` }
    files.makeDirectory(`${dataFolder}/${name}`, { parents: true })
    return []
  }

  return {
    admit(user, password, from) {
      if (usersOf(files).get(user) === password) return undefined
      const using = password === '' ? 'NO' : 'YES'
      return {
        number: 1045,
        state: '28000',
        message: `Access denied for user '${user}'@'${from}' (using password: ${using})`,
      }
    },
    run(statement) {
      const [command = '', ...words] = statement.replace(/;?\s*$/, '').split(/\s+/)
      const name = (words.at(-1) ?? '').replaceAll('`', '')
      switch (`${command} ${/^(?:create|drop|show)$/i.test(command) ? words[0] : ''}`.trim().toUpperCase()) {
        case 'SELECT':
          return /^1$/.test(name) ? ['1'] : unsupported(statement)
        case 'USE':
          if (!exists(name)) return unknown(name)
          current = name
          return []
        case 'SHOW DATABASES':
          return [...files.list(dataFolder).filter(exists), ...systemDatabases.filter((one) => !exists(one))].toSorted()
        case 'CREATE DATABASE':
          return makeDatabase(name)
        case 'DROP DATABASE':
          if (!exists(name))
            return { number: 1008, state: 'HY000', message: `Can't drop database '${name}'; database doesn't exist` }
          files.remove(`${dataFolder}/${name}`, { recursive: true })
          return []
        case dumpStatement:
          return exists(name) || systemDatabases.includes(name) ? linesIn(files, statementsOf(name)) : unknown(name)
        case 'CREATE TABLE':
        case 'DROP TABLE':
        case 'INSERT':
        case 'UPDATE':
        case 'DELETE':
          return keep(statement)
        default:
          return unsupported(statement)
      }
    },
  }
}

function usersOf(files: FileSystem): Map<string, string> {
  return new Map(linesIn(files, usersFile).map((line) => [line.split('\t')[0]!, line.split('\t')[1] ?? '']))
}

function statementsOf(database: string): string {
  return `${dataFolder}/${database}/statements.sql`
}

function linesIn(files: FileSystem, path: string): Bytes[] {
  return files.lookup(path)?.kind === 'file' ? files.read(path).split('\n').filter(Boolean) : []
}

function unsupported(statement: Bytes): DatabaseError {
  return { number: 1235, state: '42000', message: `This version of MariaDB doesn't yet support '${statement}'` }
}
