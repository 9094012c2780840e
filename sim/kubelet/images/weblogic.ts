// WebLogic: an executor pool of 50 threads that get stuck one by one. Process 1 stays alive; with no thread left, every answer is an error.
import { timestamp } from '../../clock.ts'
import type { Process, Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const poolSize = 50
const startMs = 20_000
/** How often one more gets stuck; STUCK_EVERY_SECONDS says otherwise, 0 never. */
const stuckEverySeconds = 20
const stuckMaxSeconds = 600

const server: Program = async (process) => {
  const { clock } = process.machine
  await log(process, 'Info', 'Management', 'BEA-141107', 'Version: WebLogic Server 14.1.1.0')
  await process.sleep(startMs)
  const every = Number(process.env.get('STUCK_EVERY_SECONDS') ?? stuckEverySeconds)
  const startedMs = clock.now()
  const stuck = (): number => (every > 0 ? Math.min(Math.floor((clock.now() - startedMs) / 1000 / every), poolSize) : 0)
  await log(process, 'Notice', 'WebLogicServer', 'BEA-000360', 'The server started in RUNNING mode.')
  const complaining = every > 0 ? complain(process, every) : Promise.resolve()
  complaining.catch(() => undefined)
  return serveUntilAsked(process, 7001, {
    async serve({ target }) {
      const free = poolSize - stuck()
      if (free === 0)
        return new Response('<HTML><BODY><H1>503 Service Unavailable</H1></BODY></HTML>\n', { status: 503 })
      if (target === '/threads') return Response.json({ size: poolSize, stuck: poolSize - free, idle: free })
      return new Response('<HTML><BODY><H1>WebLogic Server</H1></BODY></HTML>\n', {
        headers: { 'content-type': 'text/html' },
      })
    },
  })
}

export const weblogic = defineImage({
  names: ['container-registry.oracle.com/middleware/weblogic'],
  digest: 'sha256:4c0d1e9b8a7f6e5d4c3b2a190817263544536271809fa0b1c2d3e4f5a6b7c8d9',
  sizeBytes: 702_118_400,
  command: ['/u01/oracle/createAndStartEmptyDomain.sh'],
  env: { PATH: '/u01/oracle:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', DOMAIN_NAME: 'base_domain' },
  workingDirectory: '/u01/oracle',
  user: 1000,
  programs: { weblogic: server },
  tree: (nowMs) => treeWith(nowMs, { '/u01/oracle/createAndStartEmptyDomain.sh': { program: 'weblogic' } }),
})

/** Tells of each thread once it is stuck, until there is none left. */
async function complain(process: Process, every: number): Promise<void> {
  for (let thread = 0; thread < poolSize; thread++) {
    await process.sleep(every * 1000)
    const name = `[STUCK] ExecuteThread: '${thread}' for queue: 'weblogic.kernel.Default (self-tuning)'`
    await log(
      process,
      'Error',
      'WebLogicServer',
      'BEA-000337',
      `${name} has been busy for "${stuckMaxSeconds}" seconds working on the request, which is more than the configured time (StuckThreadMaxTime) of "${stuckMaxSeconds}" seconds`,
    )
  }
  await log(
    process,
    'Critical',
    'WebLogicServer',
    'BEA-000385',
    'Server health failed. Reason: health of critical service "Thread Pool" failed',
  )
}

function log(process: Process, level: string, part: string, id: string, text: string): Promise<void> {
  return process.print(`<${timestamp(process.machine.clock.now())}> <${level}> <${part}> <${id}> <${text}>\n`)
}
