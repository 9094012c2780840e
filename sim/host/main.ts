// The process in which embedded clusters live, apart from the web server: argument 1 is the data folder.
import { createHost, type Host, type HostedCluster } from './host.ts'
import type { HostAnswer, HostCall } from './messages.ts'

const folder = process.argv[2]
if (!folder || !process.send) throw new Error('this process is started by sim/host/process.ts')

function say(answer: HostAnswer): void {
  process.send?.(answer)
}

function onError(where: string, error: unknown): void {
  console.error(where, error)
}

try {
  const host = await createHost(folder, { onError })
  process.on('message', (call: HostCall) => void answer(host, call))
  // Closed, or the parent is gone: nobody can ask for a cluster any more. With nothing left to do, the process ends.
  process.on('disconnect', () => void host.close())
  process.on('SIGINT', () => {})
  say({ call: 0 })
} catch (error) {
  say({ call: 0, error: (error as Error).message })
  process.disconnect()
}

async function answer(host: Host, call: HostCall): Promise<void> {
  try {
    say({ call: call.call, ...(await carryOut(host, call)) })
    if (call.method === 'close') process.disconnect()
  } catch (error) {
    say({ call: call.call, error: (error as Error).message })
  }
}

async function carryOut(host: Host, call: HostCall): Promise<{ result?: HostedCluster }> {
  if (call.method === 'open') return { result: await host.open(call.spec) }
  await (call.method === 'remove' ? host.remove(call.id) : host.close())
  return {}
}
