// Redis: PING, SET, GET and a few more over RESP on port 6379.
import type { Connection } from '../../network/connection.ts'
import type { Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const keysMax = 10_000

const server: Program = async (process) => {
  await process.print('1:M * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n1:M * Ready to accept connections tcp\n')
  const data = new Map<string, string>()
  return serveUntilAsked(process, 6379, {
    accept: (connection) => void talk(connection, data).catch(() => connection.close()),
  })
}

const client: Program = async (process) => {
  const words = process.args.slice(1)
  let host = '127.0.0.1'
  let port = 6379
  while (words[0]?.startsWith('-')) {
    const option = words.shift()
    if (option === '-h') host = words.shift() ?? host
    else if (option === '-p') port = Number(words.shift())
  }
  try {
    const connection = await process.until(process.machine.host.connect(host, port, process.killed))
    await connection.output.write(`${words.join(' ')}\r\n`)
    const reply = (await process.until(connection.input.read())) ?? ''
    connection.close()
    await process.print(`${readable(reply)}\n`)
    return 0
  } catch {
    await process.complain(`Could not connect to Redis at ${host}:${port}: Connection refused\n`)
    return 1
  }
}

export const redis = defineImage({
  names: ['docker.io/library/redis'],
  digest: 'sha256:5c7c0445ed86918cb9efb96d95a6bfc03ed2059fe2c5f02b4d74f477ffe47915',
  sizeBytes: 52_238_114,
  memoryMiB: 4,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['redis-server'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  workingDirectory: '/data',
  programs: {
    'redis-server': server,
    'redis-cli': client,
    'redis-entrypoint': (process) =>
      (process.args[1] === 'redis-cli' ? client : server)({ ...process, args: process.args.slice(1) }),
  },
  tree: (nowMs) =>
    treeWith(nowMs, {
      '/usr/local/bin/docker-entrypoint.sh': { program: 'redis-entrypoint' },
      '/usr/local/bin/redis-server': { program: 'redis-server' },
      '/usr/local/bin/redis-cli': { program: 'redis-cli' },
      '/data/.keep': '',
    }),
})

async function talk(connection: Connection, data: Map<string, string>): Promise<void> {
  for (
    let line = await connection.input.read({ until: '\n' });
    line !== undefined;
    line = await connection.input.read({ until: '\n' })
  ) {
    const words = line.startsWith('*') ? await array(connection, Number(line.slice(1))) : line.trim().split(/\s+/)
    await connection.output.write(reply(words, data))
  }
  connection.close()
}

async function array(connection: Connection, count: number): Promise<string[]> {
  const words: string[] = []
  for (let index = 0; index < count; index++) {
    await connection.input.read({ until: '\n' })
    words.push(((await connection.input.read({ until: '\n' })) ?? '').trim())
  }
  return words
}

function reply([command = '', key = '', ...values]: string[], data: Map<string, string>): string {
  const bulk = (value: string | undefined): string =>
    value === undefined ? '$-1\r\n' : `$${value.length}\r\n${value}\r\n`
  switch (command.toUpperCase()) {
    case 'PING':
      return '+PONG\r\n'
    case 'SET':
      if (data.size >= keysMax && !data.has(key)) return "-OOM command not allowed when used memory > 'maxmemory'.\r\n"
      data.set(key, values.join(' '))
      return '+OK\r\n'
    case 'GET':
      return bulk(data.get(key))
    case 'DEL':
      return `:${data.delete(key) ? 1 : 0}\r\n`
    case 'INCR': {
      const next = Number(data.get(key) ?? 0) + 1
      data.set(key, `${next}`)
      return `:${next}\r\n`
    }
    case 'DBSIZE':
      return `:${data.size}\r\n`
    default:
      return `-ERR unknown command '${command}'\r\n`
  }
}

function readable(text: string): string {
  if (text.startsWith('$-1')) return '(nil)'
  if (text.startsWith('$')) return text.split('\r\n')[1] ?? ''
  return text.slice(1).trim()
}
