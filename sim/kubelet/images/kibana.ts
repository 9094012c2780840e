// Kibana: port 5601 answers at once, and says that it is not ready until Elasticsearch is.
import type { Process, Program } from '../runtime/process.ts'
import { timestamp } from '../../clock.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const startMs = 8000
const askEveryMs = 2500

const program: Program = async (process) => {
  const [first = 'http://elasticsearch:9200'] = (process.env.get('ELASTICSEARCH_HOSTS') ?? '')
    .replaceAll(/[[\]"\s]/g, '')
    .split(',')
    .filter(Boolean)
  await log(process, 'INFO ', 'root', 'Kibana is starting')
  await process.sleep(startMs)
  let available = false
  const watching = (async () => {
    for (;;) {
      const now = await asksElasticsearch(process, first)
      if (now && !available) await log(process, 'INFO ', 'status', 'Kibana is now available')
      if (!now)
        await log(
          process,
          'ERROR',
          'elasticsearch-service',
          `Unable to retrieve version information from Elasticsearch nodes. connect ${first}`,
        )
      available = now
      await process.sleep(askEveryMs)
    }
  })()
  watching.catch(() => undefined)
  return serveUntilAsked(process, 5601, {
    async serve({ target }) {
      if (!available) return new Response('Kibana server is not ready yet.', { status: 503 })
      if (target.startsWith('/api/status'))
        return Response.json({ status: { overall: { level: 'available', summary: 'All services are available' } } })
      if (target.startsWith('/app/'))
        return new Response('<!DOCTYPE html><title>Elastic</title>\n', { headers: { 'content-type': 'text/html' } })
      return new Response(null, { status: 302, headers: { location: '/app/home' } })
    },
  })
}

export const kibana = defineImage({
  names: ['docker.io/library/kibana', 'docker.elastic.co/kibana/kibana'],
  digest: 'sha256:7d1e5a1b0c4f48f7c1cde0d1a9b3f4e8d5c6b7a8091a2b3c4d5e6f708192a3b4',
  sizeBytes: 405_310_228,
  entrypoint: ['/bin/tini', '--'],
  command: ['/usr/local/bin/kibana-docker'],
  env: { PATH: '/usr/share/kibana/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  workingDirectory: '/usr/share/kibana',
  user: 1000,
  programs: { kibana: program },
  tree: (nowMs) =>
    treeWith(nowMs, { '/usr/local/bin/kibana-docker': { program: 'kibana' }, '/bin/tini': { program: 'kibana' } }),
})

async function asksElasticsearch(process: Process, address: string): Promise<boolean> {
  const url = new URL(address)
  const request = { method: 'GET', target: '/_cluster/health', headers: new Headers({ host: url.host }), body: null }
  const stop = new AbortController()
  const cancel = process.machine.clock.after(askEveryMs, () => stop.abort())
  try {
    const response = await process.machine.host.http(url.hostname, Number(url.port || 80), request, stop.signal)
    await response.body?.cancel()
    return response.status === 200
  } catch {
    return false
  } finally {
    cancel()
  }
}

function log(process: Process, level: string, part: string, text: string): Promise<void> {
  return process.print(`[${timestamp(process.machine.clock.now())}][${level}][${part}] ${text}\n`)
}
