// For tests: a container of the busybox image without a kubelet around it.
import { fakeClock, settle, type FakeClock } from '../../clock.ts'
import type { Context } from '../../client/context.ts'
import { bytesOf } from '../../network/bytes.ts'
import { createPipe, sourceOf, type ByteSink } from '../../network/pipe.ts'
import { ConnectError, connectionPair } from '../../network/connection.ts'
import { requestOver } from '../../network/http-message.ts'
import { accept, createListeners } from '../../network/listeners.ts'
import { seededRandom } from '../../random.ts'
import { applets } from '../applets/index.ts'
import { busyboxTree } from '../images/busybox.ts'
import { createFileSystem, type FileSystem } from './file-system.ts'
import type { Machine } from './machine.ts'
import { createMemoryMeter } from './memory-meter.ts'
import { specialMounts } from './special-files.ts'
import { createProcessTable } from './process-table.ts'
import type { ProcessHandle } from './process.ts'

export interface TestContainer {
  clock: FakeClock
  files: FileSystem
  machine: Machine
  /** Starts a command; its output gathers in `out` and `err`. */
  start(args: string[], input?: string): { handle: ProcessHandle; out: () => string; err: () => string }
  /** Runs a script to its end, at most `ms` of cluster time. */
  run(
    script: string,
    options?: { ms?: number; input?: string },
  ): Promise<{ out: string; err: string; code: number | undefined }>
}

export function testContainer(): TestContainer {
  const clock = fakeClock()
  const names = { hostname: 'web', address: '10.42.0.2', resolver: [], aliases: [] }
  const files = createFileSystem(busyboxTree(clock.now()), specialMounts(names, undefined, clock.now()), {
    now: () => clock.now(),
  })
  const listeners = createListeners()
  const address = '10.42.0.2'
  const nowhere: ByteSink = { write: async () => true, close: () => undefined }
  const find = (host: string, port: number) => {
    const listener = ['127.0.0.1', 'localhost', address].includes(host)
      ? listeners.find(address, port, address)
      : undefined
    if (!listener) throw new ConnectError('ECONNREFUSED')
    return listener
  }
  const machine: Machine = {
    clock,
    random: seededRandom(1),
    host: {
      hostname: 'web',
      address,
      listen: (port, listener, loopback) => listeners.open(address, port, listener, loopback),
      async connect(host, port) {
        const pair = connectionPair({ address, port: 40_000 }, { address, port })
        accept(find(host, port), pair.server)
        return pair.client
      },
      async http(host, port, request) {
        const listener = find(host, port)
        if ('serve' in listener) return listener.serve({ ...request, from: address }, new AbortController().signal)
        return requestOver(await machine.host.connect(host, port), request)
      },
      ask: async () => 'silent',
      resolve: async (name) =>
        name === 'nowhere' ? undefined : { name, addresses: [/^\d/.test(name) ? name : address] },
      ports: () => listeners.portsOf(address),
    },
    processes: createProcessTable(() => machine),
    memory: createMemoryMeter(undefined, [], () => machine.processes.killAll()),
    log: { output: nowhere, errors: nowhere },
    context: {} as Context,
    nodeName: 'node-1',
    user: 0,
    programs: applets,
    onError(error) {
      throw error
    },
  }

  function start(args: string[], input = '') {
    const texts = { out: '', err: '' }
    const sink = (name: 'out' | 'err'): ByteSink => {
      const pipe = createPipe()
      void (async () => {
        for (let part = await pipe.read(); part !== undefined; part = await pipe.read()) texts[name] += part
      })()
      return pipe
    }
    const handle = machine.processes.spawn({
      args,
      env: new Map([
        ['PATH', '/bin'],
        ['HOME', '/root'],
      ]),
      directory: '/',
      files,
      input: sourceOf(input),
      output: sink('out'),
      errors: sink('err'),
      program: applets.get(args[0]!)!,
    })!
    return { handle, out: () => texts.out, err: () => texts.err }
  }

  return {
    clock,
    files,
    machine,
    start,
    async run(script, { ms = 60_000, input } = {}) {
      const started = start(['sh', '-c', bytesOf(script)], input)
      let code: number | undefined
      void started.handle.exit.then((value) => (code = value))
      await settle()
      for (let passed = 0; code === undefined && passed < ms; passed += 100) await clock.advance(100)
      await settle()
      return { out: started.out(), err: started.err(), code }
    },
  }
}
