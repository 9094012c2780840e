// A conversation with MariaDB in its own packets: the server's greeting, a client that names itself, and statements. Protocol: mariadb.com/kb/en/clientserver-protocol
import type { Bytes } from '../../network/bytes.ts'
import type { Connection } from '../../network/connection.ts'
import type { ByteSource } from '../../network/pipe.ts'

/** What a server does with who comes. Errors are told with their number. */
export interface Database {
  /** undefined: welcome. */
  admit(user: string, password: string, from: string): DatabaseError | undefined
  /** Lines of a result, one value each; an empty list is OK without rows. */
  run(statement: Bytes): Bytes[] | DatabaseError
}

export interface DatabaseError {
  number: number
  state: string
  message: string
}

const query = '\x03'
const quit = '\x01'
const ok = '\0'
const failed = '\xff'

/** Serves one client to its end. The server speaks first: protocol 10, its version, a salt. */
export async function serveSession(connection: Connection, version: string, database: Database): Promise<void> {
  const { input } = connection
  await send(
    connection,
    0,
    `\n${version}\0\x01\0\0\0abcdefgh\0\xfe\xf7\x21\x02\0\xff\x81\x15\0\0\0\0\0\0\x1d\0\0\0abcdefghijkl\0mysql_clear_password\0`,
  )
  const login = await packet(input)
  const [user = '', password = ''] = (login?.body ?? '').split('\0')
  const refused = login ? database.admit(user, password, connection.peer.address) : undefined
  if (!login || refused) {
    if (refused) await send(connection, 2, errorBody(refused))
    return connection.close()
  }
  await send(connection, 2, ok)
  for (let next = await packet(input); next && !next.body.startsWith(quit); next = await packet(input)) {
    const answer = next.body.startsWith(query)
      ? database.run(next.body.slice(1))
      : { number: 1047, state: '08S01', message: 'Unknown command' }
    await send(connection, 1, Array.isArray(answer) ? ok + answer.join('\n') : errorBody(answer))
  }
  connection.close()
}

/** A client's side: logs in and runs statements. Throws DatabaseRefusal with the server's words. */
export async function openSession(
  connection: Connection,
  { user, password }: { user: string; password: string },
): Promise<(statement: Bytes) => Promise<Bytes[]>> {
  const { input } = connection
  if (!(await packet(input)))
    throw new DatabaseRefusal(
      2013,
      'HY000',
      "Lost connection to server at 'handshake: reading initial communication packet'",
    )
  await send(connection, 1, `${user}\0${password}\0`)
  readAnswer(await packet(input))
  return async (statement) => {
    await send(connection, 0, query + statement)
    return readAnswer(await packet(input))
  }
}

export class DatabaseRefusal extends Error {
  readonly number: number
  constructor(number: number, state: string, message: string) {
    super(`ERROR ${number} (${state}): ${message}`)
    this.number = number
  }
}

function readAnswer(answer: { body: Bytes } | undefined): Bytes[] {
  if (!answer) throw new DatabaseRefusal(2013, 'HY000', 'Lost connection to server during query')
  const { body } = answer
  if (body.startsWith(failed)) {
    throw new DatabaseRefusal(body.charCodeAt(1) | (body.charCodeAt(2) << 8), body.slice(4, 9), body.slice(9))
  }
  return body.length > 1 ? body.slice(1).split('\n') : []
}

function errorBody({ number, state, message }: DatabaseError): Bytes {
  return `${failed}${String.fromCharCode(number & 255, number >> 8)}#${state}${message}`
}

async function send(connection: Connection, sequence: number, body: Bytes): Promise<void> {
  const { length } = body
  const head = String.fromCharCode(length & 255, (length >> 8) & 255, (length >> 16) & 255, sequence)
  await connection.output.write(head + body)
}

async function packet(input: ByteSource): Promise<{ body: Bytes } | undefined> {
  let bytes = ''
  const wanted = (): number =>
    bytes.length < 4 ? 4 : 4 + bytes.charCodeAt(0) + (bytes.charCodeAt(1) << 8) + (bytes.charCodeAt(2) << 16)
  while (bytes.length < wanted()) {
    const part = await input.read({ max: wanted() - bytes.length })
    if (part === undefined) return undefined
    bytes += part
  }
  return { body: bytes.slice(4) }
}
