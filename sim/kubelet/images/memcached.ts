// memcached: get, set, delete, incr, stats and version in its text protocol on port 11211.
import type { Connection } from '../../network/connection.ts'
import type { Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const keysMax = 10_000
const version = '1.6.39'

const server: Program = (process) => {
  const data = new Map<string, { flags: string; value: string }>()
  const accept = (connection: Connection): void => void talk(connection, data).catch(() => connection.close())
  return serveUntilAsked(process, 11_211, { accept })
}

export const memcached = defineImage({
  names: ['docker.io/library/memcached'],
  digest: 'sha256:2ac4fe19a5d9a2a4bf93e3ec5a1cfb6a1d3bb3df1e8b2fd9a4f1c14f8b12ce5e',
  sizeBytes: 32_018_404,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['memcached'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', MEMCACHED_VERSION: version },
  user: 'memcache',
  programs: { memcached: server },
  tree: (nowMs) => treeWith(nowMs, { '/usr/local/bin/docker-entrypoint.sh': { program: 'memcached' } }),
})

async function talk(connection: Connection, data: Map<string, { flags: string; value: string }>): Promise<void> {
  const line = async (): Promise<string | undefined> => (await connection.input.read({ until: '\n' }))?.trimEnd()
  for (let text = await line(); text !== undefined; text = await line()) {
    const [command = '', key = '', flags = '0'] = text.split(' ')
    if (command === 'quit') break
    if (command === 'set' || command === 'add') {
      const value = (await line()) ?? ''
      const stored = data.size < keysMax && (command === 'set' || !data.has(key))
      if (stored) data.set(key, { flags, value })
      await connection.output.write(stored ? 'STORED\r\n' : 'NOT_STORED\r\n')
    } else await connection.output.write(answer(command, key, data))
  }
  connection.close()
}

function answer(command: string, key: string, data: Map<string, { flags: string; value: string }>): string {
  const found = data.get(key)
  switch (command) {
    case 'get':
      return found ? `VALUE ${key} ${found.flags} ${found.value.length}\r\n${found.value}\r\nEND\r\n` : 'END\r\n'
    case 'delete':
      return data.delete(key) ? 'DELETED\r\n' : 'NOT_FOUND\r\n'
    case 'stats':
      return `STAT version ${version}\r\nSTAT curr_items ${data.size}\r\nEND\r\n`
    case 'version':
      return `VERSION ${version}\r\n`
    case 'flush_all':
      data.clear()
      return 'OK\r\n'
    default:
      return 'ERROR\r\n'
  }
}
