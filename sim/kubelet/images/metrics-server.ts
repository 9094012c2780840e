// metrics-server: asks every node agent what its containers use and answers for metrics.k8s.io. Rules: sigs.k8s.io/metrics-server pkg/{scraper,storage,server}
import { nodes } from '../../api/refs.ts'
import { sleep } from '../../clock.ts'
import type { Node } from '../../generated/types.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { answerMetrics } from './metrics-server/answer.ts'
import { parsePage, type Batch } from './metrics-server/page.ts'
import { createMetricsStorage } from './metrics-server/storage.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const agentPort = 10_250
/** k8s: its --metric-resolution */
const resolutionMs = 15_000
const scrapeTimeoutMs = 10_000

const program: Program = async (process) => {
  const { context, clock } = process.machine
  const port = Number(argument(process, 'secure-port') ?? 10_250)
  const storage = createMetricsStorage(resolutionMs)
  const nodeCache = context.informers.for(nodes)
  const stopped = new AbortController()
  process.killed.addEventListener('abort', () => stopped.abort(), { once: true })
  const scraping = (async () => {
    while (!stopped.signal.aborted) {
      const begunMs = clock.now()
      const batches = await Promise.all(nodeCache.list().map((node) => scrape(process, node, stopped.signal)))
      storage.store(batches.filter((batch) => batch !== undefined))
      await sleep(clock, resolutionMs - (clock.now() - begunMs), stopped.signal)
    }
  })()
  scraping.catch((error: unknown) => process.machine.onError(error))
  const status = await serveUntilAsked(
    process,
    port,
    { serve: async (request) => answerMetrics(context, storage, request), wire: 'https' },
    [signals.TERM!, signals.INT!],
  )
  stopped.abort()
  return status
}

export const metricsServer = defineImage({
  names: ['docker.io/rancher/mirrored-metrics-server', 'registry.k8s.io/metrics-server/metrics-server'],
  digest: 'sha256:89258156d0e9af60403eafd44da9676fd66f600c7934d468ccc17e42b199aee2',
  sizeBytes: 23_415_002,
  memoryMiB: 20,
  entrypoint: ['/metrics-server'],
  user: 65_534,
  programs: { 'metrics-server': program },
  tree: (nowMs) => treeWith(nowMs, { '/metrics-server': { program: 'metrics-server' } }),
})

/** The value of `--name=value`. */
function argument({ args }: Process, name: string): string | undefined {
  return args.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)
}

/** What one node says; undefined where it does not answer, which the log tells. */
async function scrape(process: Process, node: Node, stopped: AbortSignal): Promise<Batch | undefined> {
  const name = node.metadata.name!
  const address = node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address
  const { clock, host } = process.machine
  const late = new AbortController()
  const cancel = clock.after(scrapeTimeoutMs, () => late.abort())
  const signal = AbortSignal.any([late.signal, stopped])
  try {
    if (!address) throw new Error(`node ${name} has no address`)
    const request = { method: 'GET', target: '/metrics/resource', headers: new Headers(), body: null }
    const response = await host.http(address, agentPort, { ...request, wire: 'https' }, signal)
    if (!response.ok) throw new Error(`request failed, status: ${JSON.stringify(`${response.status}`)}`)
    return parsePage(name, await response.text())
  } catch (error) {
    if (stopped.aborted) return undefined
    const why = JSON.stringify(error instanceof Error ? error.message : String(error))
    await process.errors.write(`E] "Failed to scrape node" err=${why} node="${name}"\n`)
    return undefined
  } finally {
    cancel()
  }
}
